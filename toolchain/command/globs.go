package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gobwas/glob"
	"github.com/pulumi/pulumi-go-provider/infer/types"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
)

// collect fills the outputs `assets` and `archive` with the files in dir that the patterns select.
func collect(dir string, in ProcessInputs, out *ProcessOutputs) error {
	if in.AssetPaths != nil {
		files, err := selectFiles(dir, "assetPaths", *in.AssetPaths)
		if err != nil {
			return err
		}
		assets := map[string]*types.AssetOrArchive{}
		for name, asset := range files {
			assets[name] = &types.AssetOrArchive{Asset: asset}
		}
		out.Assets = &assets
	}
	if in.ArchivePaths != nil {
		files, err := selectFiles(dir, "archivePaths", *in.ArchivePaths)
		if err != nil {
			return err
		}
		members := map[string]any{}
		for name, asset := range files {
			members[name] = asset
		}
		if out.Archive, err = resource.NewAssetArchive(members); err != nil {
			return fmt.Errorf("archivePaths: cannot make an archive: %w", err)
		}
	}
	return nil
}

// selectFiles returns the files under dir, by their path relative to it, whose last matching pattern does not begin
// with "!". `*` stays within a folder, `**` does not.
func selectFiles(dir, input string, patterns []string) (map[string]*resource.Asset, error) {
	type rule struct {
		match   glob.Glob
		include bool
	}
	rules := make([]rule, 0, len(patterns))
	for _, pattern := range patterns {
		text, exclude := strings.CutPrefix(pattern, "!")
		compiled, err := glob.Compile(text, '/')
		if err != nil {
			return nil, fmt.Errorf("%s: %q is not a pattern: %w", input, pattern, err)
		}
		rules = append(rules, rule{match: compiled, include: !exclude})
	}
	files := map[string]*resource.Asset{}
	if len(rules) == 0 {
		return files, nil
	}
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		selected := false
		for _, rule := range rules {
			if rule.match.Match(name) {
				selected = rule.include
			}
		}
		if !selected {
			return nil
		}
		files[name], err = resource.NewPathAsset(filepath.Join(dir, name))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("%s: cannot read the files in %s: %w", input, dir, err)
	}
	return files, nil
}
