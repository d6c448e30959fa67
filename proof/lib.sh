# Shared by the proofs: builds what is stale and runs one of them. To be sourced.
cd "$(dirname "${BASH_SOURCE[0]}")/.."

class_path=target/proof.classpath
# The JDK that the build found.
java_home=target/proof.java-home

stale() {
  [ ! -f target/salafi-durus.jar ] || [ ! -f "$class_path" ] || [ -n "$(find pom.xml package.json \
    package-lock.json vite.config.ts tsconfig.json frontend src server/src \
    -path frontend/generated -prune -o -path frontend/simulation -prune -o -path src/main/bundles -prune -o -name '*.test.ts*' -o \
    -type f -newer "$class_path" -print -quit)" ]
}

build_what_is_stale() {
  if stale; then
    echo "Building ..." >&2
    ./mvnw -q -B -ntp -DskipTests package dependency:build-classpath \
      -Dmdep.outputFile="$class_path.new" -Dmdep.includeScope=test >&2
    ./mvnw --version | sed -n 's/.*runtime: //p' >"$java_home"
    mv "$class_path.new" "$class_path"
  fi
}

# run_proof <main class, of the simulation unless it names its package> <options...>
run_proof() {
  local main=$1
  shift
  case $main in *.*) ;; *) main=app.durus.server.simulation.$main ;; esac
  build_what_is_stale
  exec "$(cat "$java_home")/bin/java" -Xmx1g \
    -cp "target/test-classes:target/classes:$(cat "$class_path")" "$main" "$@"
}
