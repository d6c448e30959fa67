/**
 * How tests, proofs and benches wait: for a fact, never for a time. No other class in the test
 * folders sleeps; {@code TestsWaitForFactsTest} checks this.
 */
package app.durus.server.waiting;
