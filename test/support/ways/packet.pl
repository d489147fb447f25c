# Sends packets by hand, as somebody who is root in a seat can. Runs with nothing but the perl program.
#   packet.pl udp INTERFACE TO_MAC FROM TO PORT WORDS [VLAN]   one datagram in a frame of its own
#   packet.pl tcp INTERFACE TO_MAC FROM TO PORT WORDS          the beginning of a connection, with the words in it
#   packet.pl arp INTERFACE FROM WHOM [COUNT]                  asks who has an address; with COUNT from as many addresses from FROM on
my ($kind, $interface, @rest) = @ARGV;
sub address { pack "C4", split /\./, shift }
sub checksum {
    my $sum = 0;
    $sum += $_ for unpack "n*", shift;
    $sum = ($sum & 0xffff) + ($sum >> 16) while $sum > 0xffff;
    return ~$sum & 0xffff;
}
sub text { open my $file, "<", shift or die; my $line = <$file>; chomp $line; return $line }
my $own = pack "H12", text("/sys/class/net/$interface/address") =~ s/://gr;
my $index = text("/sys/class/net/$interface/ifindex");
socket my $wire, 17, 3, 0x0300 or die "socket: $!\n"; # AF_PACKET, SOCK_RAW, ETH_P_ALL
my $to = pack "S n i S C C a8", 17, 0x0003, $index, 0, 0, 6, "";
bind $wire, $to or die "bind: $!\n";
sub frame { send $wire, shift, 0, $to or die "send: $!\n" }

if ($kind ne "arp") {
    my ($mac, $from, $whom, $port, $words, $vlan) = @rest;
    my $tcp = $kind eq "tcp";
    my $inner = ($tcp ? pack "n2 N2 C2 n3", 40000, $port, 1, 0, 0x50, 2, 1024, 0, 0 : pack "n4", 40000, $port, 8 + length $words, 0) . $words;
    # The kernel looks at a TCP checksum before it lets a rule redirect the packet; a datagram may have none.
    substr $inner, 16, 2, pack "n", checksum(address($from) . address($whom) . pack("n2", 6, length $inner) . $inner . ("\0" x (length($inner) % 2))) if $tcp;
    my $head = pack "C2 n3 C2 n a4 a4", 0x45, 0, 20 + length $inner, 1, 0, 64, $tcp ? 6 : 17, 0, address($from), address($whom);
    substr $head, 10, 2, pack "n", checksum($head);
    frame(pack("H12", $mac =~ s/://gr) . $own . ($vlan ? pack "n2", 0x8100, $vlan : "") . pack("n", 0x0800) . $head . $inner);
} else {
    my ($from, $whom, $count) = @rest;
    my $first = unpack "N", address($from);
    frame(pack("H12", "f" x 12) . $own . pack("n n n C2 n", 0x0806, 1, 0x0800, 6, 4, 1) . $own . pack("N", $first + $_) . "\0" x 6 . address($whom))
        for 0 .. ($count || 1) - 1;
    eval {
        local $SIG{ALRM} = sub { die "late\n" };
        alarm 2;
        while (1) {
            recv $wire, my $got, 2000, 0;
            next unless substr($got, 12, 2) eq "\x08\x06" && substr($got, 20, 2) eq "\0\x02" && substr($got, 28, 4) eq address($whom);
            print "answered\n";
            exit;
        }
    };
}
print "sent\n";
