# Removes containers. $@: their ids.
docker container rm --force --volumes "$@" >/dev/null
