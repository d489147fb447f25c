# Waits until the swarm knows that its nodes are there. One that was started again, or whose only manager was, is given no tasks before
# that, and none of those of the others afterwards. $@: names of the nodes.
for name; do
    until docker node ls --format '{{.Hostname}} {{.Status}}' | grep -qxF -- "$name Ready"; do sleep 0.2; done
done
