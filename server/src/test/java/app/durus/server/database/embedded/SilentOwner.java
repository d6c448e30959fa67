package app.durus.server.database.embedded;

/** An owner that ignores what it is told. Tests override what they need. */
class SilentOwner implements EmbeddedDatabase.Owner {

  @Override
  public void starts(EmbeddedDatabase database) {}

  @Override
  public void hears(String progress) {}

  @Override
  public void lost(String why) {}
}
