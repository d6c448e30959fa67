package app.durus.contract.listening;

/** Each type touches one register only. */
public enum IntentType {
  PROGRESS,
  COMPLETED,
  REOPENED,
  FAVORITED,
  UNFAVORITED
}
