package app.durus.server.catalogue.importing.match;

import app.durus.server.catalogue.Catalogue.Library;
import app.durus.server.catalogue.CatalogueRows;
import app.durus.server.catalogue.CatalogueRows.AssetRow;
import app.durus.server.catalogue.CatalogueRows.LectureRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Decides which known library an imported folder is. Pure.
 *
 * <ol>
 *   <li>The name in its {@code .durus} file identifies it.
 *   <li>It is in the library's place.
 *   <li>The library's former folder is gone, and more than half of the library's recordings are in
 *       this folder: the library moved.
 * </ol>
 *
 * Otherwise it is a new library.
 */
public final class LibraryMatcher {

  /**
   * @param library as it will be stored: with its present place and name
   * @param movedFrom its former place; null unless it moved without a name
   */
  public record Outcome(Library library, String movedFrom) {}

  private LibraryMatcher() {}

  /**
   * @param root the folder's path
   * @param name the name in its {@code .durus} file; null for none
   * @param audio SHA-256 of the audio of each file in it
   * @param isGone whether nothing is left at a library's former place
   */
  public static Outcome of(
      String root,
      String name,
      List<Library> known,
      CatalogueRows rows,
      Set<String> audio,
      Predicate<String> isGone) {
    Optional<Library> same = byNameOrPlace(root, name, known);
    if (same.isPresent()) {
      Library library = same.get();
      return new Outcome(
          new Library(library.id(), root, name == null ? library.name() : name), null);
    }
    Optional<Library> moved = byAudio(known, rows, audio, isGone);
    return moved
        .map(each -> new Outcome(new Library(each.id(), root, name), each.root()))
        .orElseGet(() -> new Outcome(new Library(UUID.randomUUID(), root, name), null));
  }

  /** A folder with another name is another library, even in the same place. */
  private static Optional<Library> byNameOrPlace(String root, String name, List<Library> known) {
    Predicate<Library> here = each -> each.root().equals(root);
    Predicate<Library> nameless = each -> each.name() == null;
    if (name != null) {
      Optional<Library> named = first(known, each -> name.equals(each.name()));
      return named.isPresent() ? named : first(known, here.and(nameless));
    }
    Optional<Library> unnamed = first(known, here.and(nameless));
    return unnamed.isPresent() ? unnamed : first(known, here);
  }

  private static Optional<Library> first(List<Library> known, Predicate<Library> which) {
    return known.stream().filter(which).findFirst();
  }

  /** Only a library without a name: a named library is recognized by its name. */
  private static Optional<Library> byAudio(
      List<Library> known, CatalogueRows rows, Set<String> audio, Predicate<String> isGone) {
    Map<UUID, String> audioByAsset = new HashMap<>();
    for (AssetRow asset : rows.assets()) {
      audioByAsset.put(asset.id(), asset.audioSha256());
    }
    Map<UUID, Set<String>> published = new HashMap<>();
    for (LectureRow lecture : rows.lectures()) {
      if (lecture.published()) {
        published
            .computeIfAbsent(lecture.libraryId(), key -> new HashSet<>())
            .add(audioByAsset.get(lecture.assetId()));
      }
    }
    List<Library> moved =
        known.stream()
            .filter(each -> each.name() == null)
            .filter(each -> holdsMost(published.getOrDefault(each.id(), Set.of()), audio))
            .filter(each -> isGone.test(each.root()))
            .toList();
    // Two former libraries with the same recordings: none is chosen.
    return moved.size() == 1 ? Optional.of(moved.getFirst()) : Optional.empty();
  }

  private static boolean holdsMost(Set<String> published, Set<String> audio) {
    return 2 * published.stream().filter(audio::contains).count() > published.size();
  }
}
