package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/sig"
)

func TestSelectFiles(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.txt", "b.js", "src/c.js", "src/deep/d.js", "src/secret.js"} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cases := map[string]struct {
		patterns []string
		want     string
	}{
		"none":             {nil, ""},
		"a file":           {[]string{"a.txt"}, "a.txt"},
		"one level":        {[]string{"*.js"}, "b.js"},
		"all levels":       {[]string{"**.js"}, "b.js src/c.js src/deep/d.js src/secret.js"},
		"without folders":  {[]string{"src"}, ""},
		"excluded":         {[]string{"src/**", "!**secret*"}, "src/c.js src/deep/d.js"},
		"later rules win":  {[]string{"!b.js", "*.js"}, "b.js"},
		"taken back again": {[]string{"*", "!*.js", "b.js"}, "a.txt b.js"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			files, err := selectFiles(dir, "assetPaths", c.patterns)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for name := range files {
				names = append(names, name)
			}
			slices.Sort(names)
			if got := strings.Join(names, " "); got != c.want {
				t.Errorf("selected %q, want %q", got, c.want)
			}
		})
	}
}

func TestAssetsAndArchive(t *testing.T) {
	state := local.create(t, newServer(t), props{
		"create": text("echo hello > made.txt; echo skip > skip.log"), "dir": text(t.TempDir()),
		"assetPaths": texts("*.txt"), "archivePaths": texts("*"),
	})
	// Assets are maps with a signature here; the wire format makes assets of them.
	assets := state.Get("assets").AsMap()
	if assets.Len() != 1 || !assets.Get("made.txt").IsMap() {
		t.Fatalf("assets is %v", assets)
	}
	made := assets.Get("made.txt").AsMap()
	if kind := made.Get(sig.Key); !kind.IsString() || kind.AsString() != sig.AssetSig || made.Get("hash").AsString() == "" {
		t.Errorf("the asset is %v", made)
	}
	archive := state.Get("archive").AsMap()
	if kind := archive.Get(sig.Key); !kind.IsString() || kind.AsString() != sig.ArchiveSig {
		t.Errorf("archive is %v", archive)
	}
	if members := archive.Get("assets"); !members.IsMap() || members.AsMap().Len() != 2 {
		t.Errorf("the archive's members are %v", members)
	}
	without := local.create(t, newServer(t), props{"create": text("true")})
	if _, ok := without.GetOk("assets"); ok && !without.Get("assets").IsNull() {
		t.Errorf("assets without assetPaths is %v", without.Get("assets"))
	}
}
