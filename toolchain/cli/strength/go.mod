module docker-network-labs/toolchain/cli/strength

go 1.26
