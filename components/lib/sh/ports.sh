# listening_ports: the TCP ports that something listens at, as the inside of a JSON array.
listening_ports() {
    ss -Hltn | sed -E 's/^[A-Z]+ +[0-9]+ +[0-9]+ +[^ ]*:([0-9]+) .*/\1/' | sort -nu | paste -sd ,
}
