package app.durus.server.hilla;

import app.durus.server.classpath.ClassPathFolder;
import com.vaadin.hilla.BrowserCallable;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Finds the interfaces of a contract as Hilla's generator does: every {@code @BrowserCallable} one
 * in the package and in the packages below. The table of bindings is compared with these, so a new
 * endpoint cannot be forgotten.
 */
final class Contract {

  private Contract() {}

  /**
   * @param packageName such as {@code app.durus.contract}
   * @param member any type in the package or below, which shows where the class path has it
   * @throws IllegalStateException when the package cannot be read or holds no endpoint
   */
  static Set<Class<?>> in(String packageName, Class<?> member) {
    ClassLoader loader = member.getClassLoader();
    String landmark =
        member.getName().substring(packageName.length() + 1).replace('.', '/') + ".class";
    Set<Class<?>> endpoints = new LinkedHashSet<>();
    ClassPathFolder.read(loader, packageName.replace('.', '/'), landmark)
        .orElseThrow(() -> new IllegalStateException("cannot find the classes of " + packageName))
        .keySet()
        .stream()
        .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
        .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
        .map(name -> load(loader, packageName + "." + name))
        .filter(type -> type.isAnnotationPresent(BrowserCallable.class))
        .map(Contract::servable)
        .forEach(endpoints::add);
    if (endpoints.isEmpty()) {
      throw new IllegalStateException("no @BrowserCallable interface in " + packageName);
    }
    return endpoints;
  }

  /**
   * @throws IllegalStateException when it is not an interface: the generator would take a class,
   *     and this server does not serve one
   */
  static Class<?> servable(Class<?> endpoint) {
    if (!endpoint.isInterface()) {
      throw new IllegalStateException(endpoint.getName() + " must be an interface");
    }
    return endpoint;
  }

  private static Class<?> load(ClassLoader loader, String name) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("listed and not loadable: " + name, e);
    }
  }
}
