# Building and starting, for the scripts that source this; they set root to the repository's folder.

say() {
  echo "$*" >&2
}

# Sets JAVA_HOME, or ends the script where there is no fit JDK (find-jdk says so).
use_jdk() {
  JAVA_HOME=$("$root/bin/find-jdk") || exit 1
  export JAVA_HOME
}

# Whether an installed Maven is 3.8.6 or newer.
has_maven() {
  command -v mvn >/dev/null 2>&1 || return 1
  version=$(mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p' | head -n 1)
  [ -n "$version" ] || return 1
  minor=${version#*.}
  patch=${minor#*.}
  [ $((${version%%.*} * 10000 + ${minor%%.*} * 100 + ${patch%%.*})) -ge 30806 ]
}

# Runs an installed Maven, else the wrapper; it never reads from the terminal.
maven() {
  if has_maven; then
    (cd "$root" && mvn "$@" </dev/null)
  else
    (cd "$root" && sh ./mvnw "$@" </dev/null)
  fi
}

# Only one build at a time: two services may be started at once on a fresh clone.
take_build_lock() {
  lock=$root/target/build.lock
  mkdir -p "$root/target"
  told=
  until mkdir "$lock" 2>/dev/null; do
    holder=$(cat "$lock/pid" 2>/dev/null || :)
    if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then
      rm -rf "$lock"
      continue
    fi
    [ -n "$told" ] || say "Waiting for a build that runs already (process ${holder:-unknown}; its lock is $lock)."
    told=yes
    sleep 1
  done
  trap 'rm -rf "$lock"' EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  echo $$ >"$lock/pid"
}

release_build_lock() {
  rm -rf "$lock"
  trap - EXIT HUP INT TERM
}

# Remembers the time before a build, so that what is edited during the build counts as newer.
note_start() {
  started=$root/target/build.started
  mkdir -p "$root/target"
  : >"$started"
}

# Marks a service as built at that time.
mark_built() {
  if [ -d "$root/$1/target/dist/lib" ]; then
    cp -p "$started" "$root/$1/target/dist/built"
  fi
}

# Whether a service is built and no source and no pom has changed since.
is_built() {
  stamp=$root/$1/target/dist/built
  [ -e "$stamp" ] && [ -d "$root/$1/target/dist/lib" ] || return 1
  changed=$(find "$root/pom.xml" "$root/.mvn" "$root"/*/pom.xml "$root"/*/src/main "$root/bench/rivals/pom.xml" "$root/bench/rivals/src/main" -newer "$stamp" 2>/dev/null | head -n 1)
  [ -z "$changed" ]
}

# Builds a module and what it needs, unless that is done: build MODULE MAVEN-ARGUMENT... Tests and format are for
# ./test to check.
build() {
  module=$1
  shift
  is_built "$module" && return 0
  take_build_lock
  if ! is_built "$module"; then
    say "Building $module (the first time takes a minute, and downloads libraries)..."
    note_start
    maven -q -DskipTests -Dspotless.check.skip=true -pl "$module" -am package "$@" >&2 || {
      say "Building $module failed: see the first [ERROR] above."
      exit 1
    }
    mark_built "$module"
  fi
  release_build_lock
}

# What every service is started with; bench/load starts them with the same.
service_flags="-XX:+UseG1GC
  -XX:+UseCompactObjectHeaders
  --enable-native-access=ALL-UNNAMED
  --sun-misc-unsafe-memory-access=allow"

# Becomes a service: start MODULE MAIN-CLASS ARGUMENT...
start() {
  module=$1
  main=$2
  shift 2
  use_jdk
  build "$module"
  # shellcheck disable=SC2086 # one word each
  exec "$JAVA_HOME/bin/java" \
    $service_flags \
    -cp "$root/$module/target/dist/lib/*" \
    "$main" "$@"
}
