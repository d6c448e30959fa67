# Shared by proofs and measurements: installs what is missing, builds what is stale, runs one of them.
# To be sourced.
cd "$(dirname "${BASH_SOURCE[0]}")/.."

class_path=target/proof.classpath
# The JDK that the build found.
java_home=target/proof.java-home

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# install_missing <command>[:<package>]...: what is not on the PATH, from the package of its name or of
# the one behind the colon; before the colon nothing: whether the package is there. Debian, root or sudo.
install_missing() {
  local wanted command package missing=()
  for wanted in "$@"; do
    command=${wanted%%:*} package=${wanted##*:}
    if [ -n "$command" ]; then
      PATH=$PATH:/usr/sbin:/sbin command -v "$command" >/dev/null || missing+=("$package")
    else
      dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
    fi
  done
  if [ ${#missing[@]} = 0 ]; then return; fi
  command -v apt-get >/dev/null || { echo "needs ${missing[*]}, and has no apt-get to install it" >&2; return 1; }
  echo "Installing ${missing[*]} ..." >&2
  # Two proofs may want to install something at the same time; apt-get refuses the second.
  (
    flock 9
    as_root apt-get update -qq >&2
    as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  ) 9>"${TMPDIR:-/tmp}/durus-install.lock"
}

install_browser() {
  if command -v google-chrome >/dev/null; then
    install_missing chromedriver:chromium-driver
  else
    install_missing chromium chromedriver:chromium-driver
  fi
}

stale() {
  [ ! -f target/salafi-durus.jar ] || [ ! -f "$class_path" ] || [ -n "$(find pom.xml package.json \
    package-lock.json vite.config.ts tsconfig.json frontend src server/src proof/src bench/src \
    -path frontend/generated -prune -o -path frontend/simulation -prune -o -path src/main/bundles -prune -o -name '*.test.ts*' -o \
    -type f -newer "$class_path" -print -quit)" ]
}

# build <options and goals of Maven...>: builds, and keeps the class path and the JDK for run_main.
build() {
  ./mvnw -B -ntp "$@" dependency:build-classpath \
    -Dmdep.outputFile="$class_path.new" -Dmdep.includeScope=test
  ./mvnw --version | sed -n 's/.*runtime: //p' >"$java_home"
  mv "$class_path.new" "$class_path"
}

build_what_is_stale() {
  if stale; then
    echo "Building ..." >&2
    build -q -DskipTests package >&2
  fi
}

# run_main <main class> <options...>
# DURUS_BENCH_JVM: options of the JVM, such as a flight recording's.
run_main() {
  local main=$1
  shift
  build_what_is_stale
  # shellcheck disable=SC2086 # DURUS_BENCH_JVM holds several options.
  exec "$(cat "$java_home")/bin/java" -Xmx1g --enable-native-access=ALL-UNNAMED ${DURUS_BENCH_JVM:-} \
    -cp "target/test-classes:target/classes:$(cat "$class_path")" "$main" "$@"
}
