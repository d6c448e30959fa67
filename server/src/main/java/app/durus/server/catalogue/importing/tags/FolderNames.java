package app.durus.server.catalogue.importing.tags;

import app.durus.server.catalogue.importing.names.DiscName;
import app.durus.server.catalogue.importing.names.NameNormalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * The folders that name scholar and series. Pure.
 *
 * @param names without that of a disc
 * @param disc that the innermost one states; null for none
 * @param seriesFolder the path of the folder of the series: the file's own one, or the one above
 *     where its own is that of a disc; "" for the library itself
 */
public record FolderNames(List<String> names, Integer disc, String seriesFolder) {

  /**
   * @param path of a file, relative, with '/'
   */
  public static FolderNames ofFile(String path) {
    int slash = path.lastIndexOf('/');
    return of(slash < 0 ? "" : path.substring(0, slash));
  }

  /**
   * @param folder relative, with '/'; "" for the library itself
   */
  public static FolderNames of(String folder) {
    List<String> names = new ArrayList<>();
    if (!folder.isEmpty()) {
      for (String name : folder.split("/")) {
        names.add(NameNormalizer.clean(name));
      }
    }
    if (names.size() < 2) {
      return new FolderNames(names, null, folder);
    }
    DiscName last = DiscName.ofFolder(names.getLast());
    if (last.disc() == null || (last.rest().isEmpty() && names.size() == 2)) {
      return new FolderNames(names, null, folder);
    }
    names.removeLast();
    if (!last.rest().isEmpty()) {
      names.add(last.rest());
      return new FolderNames(names, last.disc(), folder);
    }
    return new FolderNames(names, last.disc(), folder.substring(0, folder.lastIndexOf('/')));
  }
}
