package app.durus.server.catalogue;

import app.durus.server.batching.Batcher;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Titles of links with few reads of the database, however many strangers load links: pushes share
 * the database's connections.
 *
 * <ul>
 *   <li>A title is kept until the catalogue changes, and so is the answer that a link leads to
 *       nothing. Whether the catalogue has changed is asked every {@link #FRESH} at most.
 *   <li>One read is under way at a time. Links that are asked for meanwhile share the next one.
 *   <li>The kept titles have a bounded size.
 * </ul>
 */
public final class CachedLinkTitles implements LinkTitles {

  /** A title may be as old as this after an import. */
  static final Duration FRESH = Duration.ofSeconds(2);

  /** How many links one read answers. */
  static final int LINKS_TOGETHER = 128;

  /** In characters, with {@link #ENTRY_CHARACTERS} for each link: some 20 MB. */
  private static final long MOST_CHARACTERS = 8_000_000;

  private static final int ENTRY_CHARACTERS = 100;

  /** About so many for a row of a lecture, with its texts. */
  private static final int ROW_CHARACTERS = 400;

  /**
   * @param version of the catalogue when it was read
   */
  private record Kept(String version, Optional<LinkTitle> title) {}

  private record Checked(String version, long atNanos) {}

  private final LinkTitleStore store;
  private final LongSupplier nanoClock;
  private final Batcher<Link, Optional<LinkTitle>> reads;
  private final Cache<Link, Kept> kept;
  private volatile @Nullable Checked checked;

  /**
   * @param loop where reads begin; see {@link Batcher#on}
   */
  public CachedLinkTitles(LinkTitleStore store, Executor loop) {
    this(store, loop, System::nanoTime);
  }

  CachedLinkTitles(LinkTitleStore store, Executor loop, LongSupplier nanoClock) {
    this.store = store;
    this.nanoClock = nanoClock;
    this.reads = new Batcher<>(loop, Batcher.atMost(LINKS_TOGETHER), this::answers);
    this.kept =
        Caffeine.newBuilder()
            .maximumWeight(MOST_CHARACTERS)
            .weigher((Link link, Kept entry) -> weight(entry))
            .executor(Runnable::run)
            .build();
  }

  private static int weight(Kept entry) {
    return ENTRY_CHARACTERS
        + entry
            .title()
            .map(
                title ->
                    ROW_CHARACTERS * title.rows().size()
                        + length(title.title())
                        + length(title.series())
                        + length(title.scholar())
                        + length(title.description()))
            .orElse(0);
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  @Override
  public Future<Optional<LinkTitle>> of(Kind kind, UUID id) {
    Link link = new Link(kind, id);
    Checked last = checked;
    Kept entry = kept.getIfPresent(link);
    if (last != null && isFresh(last) && entry != null && entry.version().equals(last.version())) {
      return Future.succeededFuture(entry.title());
    }
    return reads.ask(link);
  }

  /** How many links have a kept answer, about. */
  long keptLinks() {
    kept.cleanUp();
    return kept.estimatedSize();
  }

  private boolean isFresh(Checked last) {
    return nanoClock.getAsLong() - last.atNanos() < FRESH.toNanos();
  }

  private Future<List<Future<Optional<LinkTitle>>>> answers(List<Link> links) {
    return version()
        .compose(
            version -> {
              Set<Link> missing = new HashSet<>(links);
              missing.removeIf(link -> isKept(link, version));
              return missing.isEmpty()
                  ? Future.succeededFuture(Map.<Link, LinkTitle>of())
                  : store.read(missing).onSuccess(read -> keep(missing, read, version));
            })
        .map(
            read ->
                links.stream().map(link -> Future.succeededFuture(answer(link, read))).toList());
  }

  private Future<String> version() {
    Checked last = checked;
    if (last != null && isFresh(last)) {
      return Future.succeededFuture(last.version());
    }
    long atNanos = nanoClock.getAsLong();
    return store.version().onSuccess(version -> checked = new Checked(version, atNanos));
  }

  private boolean isKept(Link link, String version) {
    Kept entry = kept.getIfPresent(link);
    return entry != null && entry.version().equals(version);
  }

  private void keep(Set<Link> links, Map<Link, LinkTitle> read, String version) {
    links.forEach(link -> kept.put(link, new Kept(version, Optional.ofNullable(read.get(link)))));
  }

  /** A kept title may have been evicted since it was looked for; then it is in what was read. */
  private Optional<LinkTitle> answer(Link link, Map<Link, LinkTitle> read) {
    Kept entry = kept.getIfPresent(link);
    return entry == null ? Optional.ofNullable(read.get(link)) : entry.title();
  }
}
