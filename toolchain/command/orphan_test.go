package main

import (
	"context"
	"sync/atomic"
	"testing"
	"time"
)

func TestEndsWithItsEngine(t *testing.T) {
	var parent atomic.Int64
	parent.Store(7)
	ctx := withParent(context.Background(), func() int { return int(parent.Load()) }, time.Millisecond)
	select {
	case <-ctx.Done():
		t.Fatal("it ended while its parent was there")
	case <-time.After(50 * time.Millisecond):
	}
	parent.Store(1)
	select {
	case <-ctx.Done():
	case <-time.After(10 * time.Second):
		t.Fatal("it outlives its parent")
	}
}
