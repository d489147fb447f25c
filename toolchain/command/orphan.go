package main

import (
	"context"
	"time"
)

// withParent returns a context that ends once the process is another one's child than at first, which means that the engine
// that started it was killed. The library notices that after up to five minutes, and a plugin takes 20 MiB.
func withParent(ctx context.Context, parent func() int, every time.Duration) context.Context {
	ctx, cancel := context.WithCancel(ctx)
	first := parent()
	go func() {
		defer cancel()
		ticker := time.NewTicker(every)
		defer ticker.Stop()
		for parent() == first {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
		}
	}()
	return ctx
}
