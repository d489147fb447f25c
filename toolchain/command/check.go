package main

import (
	"context"
	"fmt"
	"reflect"
	"sort"
	"strings"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// Check refuses inputs that this plugin does not know, and values that cannot work, each by its name.
func (*Command) Check(ctx context.Context, req infer.CheckRequest) (infer.CheckResponse[CommandInputs], error) {
	inputs, failures, err := infer.DefaultCheck[CommandInputs](ctx, req.NewInputs)
	if err != nil {
		return infer.CheckResponse[CommandInputs]{}, err
	}
	named := checkInputs(req.NewInputs, reflect.TypeFor[CommandInputs]())
	return infer.CheckResponse[CommandInputs]{Inputs: inputs, Failures: mergeFailures(named, failures)}, nil
}

// checkInputs compares the properties given with those that the Go type declares, and checks the values that have a
// closed set or a minimum. Unknown values (in a preview) pass: they are checked again when they are known.
func checkInputs(given property.Map, declared reflect.Type) []p.CheckFailure {
	allowed := propertyNames(declared)
	known := map[string]bool{}
	for _, name := range allowed {
		known[name] = true
	}
	var failures []p.CheckFailure
	for name, value := range given.All {
		switch {
		case !known[name]:
			failures = append(failures, p.CheckFailure{Property: name, Reason: fmt.Sprintf(
				"there is no input %q; allowed are %s", name, strings.Join(allowed, ", "))})
		case name == "logging" && value.IsString() && !validLogging(value.AsString()):
			failures = append(failures, p.CheckFailure{Property: name, Reason: fmt.Sprintf(
				"%q is not a value of logging; allowed are %s", value.AsString(), strings.Join(loggingValues(), ", "))})
		}
	}
	sort.Slice(failures, func(i, j int) bool { return failures[i].Property < failures[j].Property })
	return failures
}

// mergeFailures keeps the first failure of each property.
func mergeFailures(first, second []p.CheckFailure) []p.CheckFailure {
	seen := map[string]bool{}
	var all []p.CheckFailure
	for _, failure := range append(append([]p.CheckFailure{}, first...), second...) {
		if !seen[failure.Property] {
			seen[failure.Property] = true
			all = append(all, failure)
		}
	}
	return all
}

// propertyNames lists the Pulumi names of a struct's fields, sorted, embedded structs included.
func propertyNames(t reflect.Type) []string {
	var names []string
	for _, field := range reflect.VisibleFields(t) {
		if tag, ok := field.Tag.Lookup("pulumi"); ok {
			names = append(names, strings.Split(tag, ",")[0])
		}
	}
	sort.Strings(names)
	return names
}

func loggingValues() []string {
	var values []string
	for _, value := range Logging("").Values() {
		values = append(values, string(value.Value))
	}
	return values
}

func validLogging(value string) bool {
	for _, allowed := range loggingValues() {
		if value == allowed {
			return true
		}
	}
	return false
}
