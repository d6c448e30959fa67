/**
 * The rules of reconciliation (docs/reconciliation.md) as pure functions: no input or output, no
 * clock, no randomness, no imports but the language. {@link
 * app.durus.server.listening.rules.RegisterTypes} describes the registers. Registers are joined,
 * never overwritten: a join is commutative, associative and idempotent, so duplicates, reordering
 * and delay are harmless by construction (R1, R2).
 */
package app.durus.server.listening.rules;
