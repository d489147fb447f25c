# Prints the address and the version of the machine's own engine.
docker version --format '{{.Server.Version}}' >/dev/null
address=${DOCKER_HOST:-$(docker context inspect --format '{{.Endpoints.docker.Host}}')}
printf '%s\n%s\n' "$address" "$(docker version --format '{{.Server.Version}}')"
