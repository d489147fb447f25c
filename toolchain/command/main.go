// Command pulumi-resource-command is a small plugin for the package @pulumi/command. It runs commands on the machine
// that the Pulumi program runs on, with the resource `command:local:Command` and the function `command:local:run`, and on
// others, with the resource `command:remote:Command`.
package main

import (
	"context"
	"fmt"
	"os"
	"time"
)

// version is the version of @pulumi/command whose behaviour this plugin follows; the build sets it.
var version = "1.2.1"

func main() {
	ctx := withParent(context.Background(), os.Getppid, time.Second)
	if err := newProvider().Run(ctx, packageName, version); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
