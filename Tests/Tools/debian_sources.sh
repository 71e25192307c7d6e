# Source packages of Debian, for scripts that source this file with `work` set to a folder of their
# own. The lists of packages are in that folder: nothing changes on the system.
#
# add_sources URI SUITE COMPONENT adds a line to the sources; apt_get then uses these only, and
# fetches and verifies packages as usual.

mkdir -p "$work/lists/partial" "$work/cache/archives/partial"

add_sources() {
  echo "deb-src $1 $2 $3" >>"$work/sources.list"
}

# Components of the system itself, one a line: address, suite, component.
system_components() {
  apt-get indextargets --format "\$(REPO_URI) \$(RELEASE) \$(COMPONENT)" \
    'Origin: Debian' 'Created-By: Packages'
}

apt_get() {
  apt-get -qq -o Dir::State::Lists="$work/lists" -o Dir::Cache="$work/cache" \
    -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o APT::Sandbox::User="$(id -un)" "$@"
}
