package main

import (
	_ "embed"
	"encoding/json"
	"regexp"
	"sort"
	"strings"
	"testing"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim"
)

//go:embed testdata/typings.txt
var typingsJSON []byte

// typings is the summary that testdata/summarise-typings.mjs makes of the typings of @pulumi/docker.
type typings struct {
	Package     string
	Provider    map[string]map[string]string
	Resources   map[string]members
	Functions   map[string]members
	InputTypes  map[string]map[string]string
	OutputTypes map[string]map[string]string
}

// members are the properties of a resource or a function by name, with their types.
type members struct{ Inputs, Outputs map[string]string }

// flat maps the path of each property, nested ones included, to its type.
type flat map[string]string

// TestTypings fails for each resource, function and property which the typings have and the plugin has not, for each
// which is there under another type or in another nesting, and for each which only the plugin has.
func TestTypings(t *testing.T) {
	var want typings
	if err := json.Unmarshal(typingsJSON, &want); err != nil {
		t.Fatal(err)
	}
	if want.Package != "@pulumi/docker "+version {
		t.Errorf("testdata/typings.txt is of %s, the plugin is of version %s", want.Package, version)
	}
	delete(want.Resources, imageToken) // refused by name: see server.go
	info := providerInfo()

	expected, actual := flat{}, flat{}
	expected.addTyped("provider", want.Provider["inputs"], want.InputTypes)
	actual.addSchema("provider", info.P.Schema(), info.Config, false)
	for token, r := range want.Resources {
		expected.addTyped(token+" inputs", r.Inputs, want.InputTypes)
		expected.addTyped(token+" outputs", r.Outputs, want.OutputTypes)
	}
	for name, r := range info.Resources {
		fields := info.P.ResourcesMap().Get(name).Schema()
		actual.addSchema(string(r.Tok)+" inputs", fields, r.Fields, false)
		actual.addSchema(string(r.Tok)+" outputs", fields, r.Fields, true)
		delete(actual, string(r.Tok)+" outputs.id") // every resource has one; the typings do not list it
	}
	for token, f := range want.Functions {
		expected.addTyped(token+" inputs", f.Inputs, want.InputTypes)
		expected.addTyped(token+" outputs", f.Outputs, want.OutputTypes)
	}
	for name, f := range info.DataSources {
		fields := info.P.DataSourcesMap().Get(name).Schema()
		actual.addSchema(string(f.Tok)+" inputs", fields, f.Fields, false)
		actual.addSchema(string(f.Tok)+" outputs", fields, f.Fields, true)
		if id := string(f.Tok) + " outputs.id"; actual[id] == "" {
			actual[id] = "string" // the bridge gives each function an id
		}
	}
	if len(expected) < 1000 {
		t.Errorf("the typings have only %d properties: the summary is not complete", len(expected))
	}
	expected.compare(t, actual)
}

// addTyped adds properties of the typings; the types that they name are looked up and added below them.
func (f flat) addTyped(path string, properties map[string]string, types map[string]map[string]string) {
	nested := regexp.MustCompile(`^([A-Z]\w*)(\[\])?(\?)?$`)
	for name, written := range properties {
		at := path + "." + name
		if m := nested.FindStringSubmatch(written); m != nil {
			f[at] = "object" + m[2] + m[3]
			f.addTyped(at, types[m[1]], types)
			continue
		}
		f[at] = written
	}
}

// addSchema adds what the bridge makes of a Terraform schema, by the rules that it generates packages with.
func (f flat) addSchema(
	path string, fields shim.SchemaMap, infos map[string]*tfbridge.SchemaInfo, out bool,
) {
	fields.Range(func(name string, field shim.Schema) bool {
		info := infos[name]
		nested := strings.Contains(path, ".") // the filter of inputs is for the resource's own properties only
		if field.Removed() != "" || (!out && !nested && !field.Optional() && !field.Required()) {
			return true
		}
		at := path + "." + tfbridge.TerraformToPulumiNameV2(name, fields, infos)
		f[at] = f.schemaType(at, field, info, out)
		if optional(field, info, out) {
			f[at] += "?"
		}
		return true
	})
}

// schemaType returns the written type of a field and adds what is nested in it.
func (f flat) schemaType(at string, field shim.Schema, info *tfbridge.SchemaInfo, out bool) string {
	switch field.Type() {
	case shim.TypeBool:
		return "boolean"
	case shim.TypeInt, shim.TypeFloat:
		return "number"
	case shim.TypeString:
		return "string"
	}
	element := "string"
	switch elem := field.Elem().(type) {
	case shim.Schema:
		element = f.schemaType(at, elem, nil, out)
	case shim.Resource:
		element = "object"
		var infos map[string]*tfbridge.SchemaInfo
		if info != nil && info.Elem != nil {
			infos = info.Elem.Fields
		}
		f.addSchema(at, elem.Schema(), infos, out)
	}
	switch {
	case field.Type() == shim.TypeMap:
		return "{" + element + "}"
	case tfbridge.IsMaxItemsOne(field, info):
		return element
	default:
		return element + "[]"
	}
}

// optional reports whether a property may be left out (of inputs) or be missing (from outputs).
func optional(field shim.Schema, info *tfbridge.SchemaInfo, out bool) bool {
	hasDefault := info != nil && info.HasDefault()
	if out {
		return field.Optional() && !field.Computed() && !hasDefault
	}
	return field.Optional() || field.Computed() || hasDefault
}

// compare reports each difference, in order.
func (f flat) compare(t *testing.T, actual flat) {
	t.Helper()
	paths := map[string]bool{}
	for path := range f {
		paths[path] = true
	}
	for path := range actual {
		paths[path] = true
	}
	sorted := make([]string, 0, len(paths))
	for path := range paths {
		sorted = append(sorted, path)
	}
	sort.Strings(sorted)
	for _, path := range sorted {
		want, got := f[path], actual[path]
		switch {
		case want == got:
		case got == "":
			t.Errorf("%s: %s in the typings, missing in the plugin", path, want)
		case want == "":
			t.Errorf("%s: %s in the plugin, not in the typings", path, got)
		default:
			t.Errorf("%s: %s in the typings, %s in the plugin", path, want, strings.TrimSpace(got))
		}
	}
}
