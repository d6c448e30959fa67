/**
 * {@code proof/steadiness}: runs the project's own test suites in hostile conditions, to find the
 * tests that depend on their environment.
 */
package app.durus.proof.steadiness;
