# Starts a container on a swarm's network. An engine waits 20 s for a place on it from the manager, of which now and then nothing comes, above
# all when the node has just come back (https://github.com/moby/moby/issues/41841); so it is asked again. $1: container.
until said=$(docker container start "$1" 2>&1); do
    [[ $said == *'context deadline exceeded'* ]] || { echo "$said" >&2 && exit 1; }
done
