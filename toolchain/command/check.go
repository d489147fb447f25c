package main

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"sort"
	"strings"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi-go-provider/infer"
	"github.com/pulumi/pulumi/sdk/v3/go/property"
)

// Check refuses what checkInputs does.
func (*Command) Check(ctx context.Context, req infer.CheckRequest) (infer.CheckResponse[CommandInputs], error) {
	return check[CommandInputs](ctx, req)
}

// Check refuses what checkInputs does.
func (*RemoteCommand) Check(ctx context.Context, req infer.CheckRequest) (infer.CheckResponse[RemoteInputs], error) {
	return check[RemoteInputs](ctx, req)
}

// check adds to the framework's own checks those of checkInputs, which say more.
func check[I any](ctx context.Context, req infer.CheckRequest) (infer.CheckResponse[I], error) {
	inputs, failures, err := infer.DefaultCheck[I](ctx, req.NewInputs)
	if err != nil {
		return infer.CheckResponse[I]{}, err
	}
	named := checkInputs("", req.NewInputs, reflect.TypeFor[I]())
	return infer.CheckResponse[I]{Inputs: inputs, Failures: mergeFailures(named, failures)}, nil
}

// checkInputs refuses inputs that this plugin does not know, and values that cannot work, each by its name, of which
// path is the beginning. It compares the properties given with those that the Go type declares. Unknown values (in a
// preview) pass: they are checked again when they are known.
func checkInputs(path string, given property.Map, declared reflect.Type) []p.CheckFailure {
	allowed := propertyTypes(declared)
	var failures []p.CheckFailure
	for name, value := range given.All {
		inner, known := allowed[name]
		switch {
		case !known:
			failures = append(failures, p.CheckFailure{Property: path + name, Reason: fmt.Sprintf(
				"there is no input %q; allowed are %s", path+name, strings.Join(slices.Sorted(maps.Keys(allowed)), ", "))})
		case name == "logging" && value.IsString() && !validLogging(value.AsString()):
			failures = append(failures, p.CheckFailure{Property: path + name, Reason: fmt.Sprintf(
				"%q is not a value of logging; allowed are %s", value.AsString(), strings.Join(loggingValues(), ", "))})
		case inner.Kind() == reflect.Struct && value.IsMap():
			failures = append(failures, checkInputs(path+name+".", value.AsMap(), inner)...)
		}
	}
	sort.Slice(failures, func(i, j int) bool { return failures[i].Property < failures[j].Property })
	return failures
}

// mergeFailures keeps the first failure of each property. One of a whole object says again, and worse, what one inside it
// has said.
func mergeFailures(first, second []p.CheckFailure) []p.CheckFailure {
	all := slices.Clone(first)
	for _, failure := range second {
		said := func(other p.CheckFailure) bool {
			return strings.HasPrefix(other.Property+".", failure.Property+".")
		}
		if !slices.ContainsFunc(all, said) {
			all = append(all, failure)
		}
	}
	return all
}

// propertyTypes returns the types of a struct's fields by their Pulumi names, embedded structs included. An optional
// field's type is that of what it points to.
func propertyTypes(t reflect.Type) map[string]reflect.Type {
	fields := map[string]reflect.Type{}
	for _, field := range reflect.VisibleFields(t) {
		tag, ok := field.Tag.Lookup("pulumi")
		if !ok {
			continue
		}
		name, _, _ := strings.Cut(tag, ",")
		fields[name] = field.Type
		if field.Type.Kind() == reflect.Pointer {
			fields[name] = field.Type.Elem()
		}
	}
	return fields
}

func loggingValues() []string {
	var values []string
	for _, value := range Logging("").Values() {
		values = append(values, string(value.Value))
	}
	return values
}

func validLogging(value string) bool { return slices.Contains(loggingValues(), value) }
