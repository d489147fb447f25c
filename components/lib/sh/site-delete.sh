sweep ""
# The folders that are empty now go as well, up to the project's own.
for path in "${folder%/*}" "${marks%/*}" "${folder%/*/*}" /run/docker-network-labs/netns "${folder%/*/*/*}"; do
    rmdir -- "$path" 2>/dev/null || true
done
