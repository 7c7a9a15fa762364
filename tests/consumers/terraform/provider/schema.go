package main

// This file reads a provider schema in its JSON form and turns it into the
// protocol 5 messages that terraform asks for.

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	tfaddr "github.com/hashicorp/terraform-registry-address"
)

type attribute struct {
	Type       json.RawMessage `json:"type"`
	Required   bool            `json:"required"`
	Optional   bool            `json:"optional"`
	Computed   bool            `json:"computed"`
	Sensitive  bool            `json:"sensitive"`
	Deprecated bool            `json:"deprecated"`
	WriteOnly  bool            `json:"write_only"`
}

type nestedBlock struct {
	Block    block  `json:"block"`
	Nesting  string `json:"nesting_mode"`
	MinItems int64  `json:"min_items"`
	MaxItems int64  `json:"max_items"`
}

type block struct {
	Attributes map[string]*attribute   `json:"attributes"`
	BlockTypes map[string]*nestedBlock `json:"block_types"`
	Deprecated bool                    `json:"deprecated"`
}

type schema struct {
	Version int64 `json:"version"`
	Block   block `json:"block"`
}

type providerSchema struct {
	Provider    schema             `json:"provider"`
	Resources   map[string]*schema `json:"resource_schemas"`
	DataSources map[string]*schema `json:"data_source_schemas"`
	Ephemerals  map[string]*schema `json:"ephemeral_resource_schemas"`
}

// parseSchema reads the only provider of a schema document, which names it as
// NAMESPACE/NAME; the address that terraform knows it by has the host too.
func parseSchema(raw []byte) (address string, ps providerSchema, err error) {
	var doc struct {
		Providers map[string]providerSchema `json:"provider_schemas"`
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		return "", ps, err
	}
	if len(doc.Providers) != 1 {
		return "", ps, fmt.Errorf("want one provider, have %d", len(doc.Providers))
	}
	for address, ps = range doc.Providers {
	}
	provider, err := tfaddr.ParseProviderSource(address)
	return provider.String(), ps, err
}

var nestingModes = map[string]tfprotov5.SchemaNestedBlockNestingMode{
	"single": tfprotov5.SchemaNestedBlockNestingModeSingle,
	"list":   tfprotov5.SchemaNestedBlockNestingModeList,
	"set":    tfprotov5.SchemaNestedBlockNestingModeSet,
	"map":    tfprotov5.SchemaNestedBlockNestingModeMap,
}

func (s *schema) proto() (*tfprotov5.Schema, error) {
	b, err := s.Block.proto(false)
	return &tfprotov5.Schema{Version: s.Version, Block: b}, err
}

// proto converts a block. Inside sets a dynamic type becomes string, because
// terraform core refuses dynamic types there.
func (b *block) proto(inSet bool) (*tfprotov5.SchemaBlock, error) {
	out := &tfprotov5.SchemaBlock{Deprecated: b.Deprecated}
	for _, name := range slices.Sorted(maps.Keys(b.Attributes)) {
		a := b.Attributes[name]
		ty, err := tftypes.ParseJSONType(a.Type) //nolint:staticcheck // the only reader of this notation
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if inSet && ty.Is(tftypes.DynamicPseudoType) {
			ty = tftypes.String
		}
		out.Attributes = append(out.Attributes, &tfprotov5.SchemaAttribute{
			Name: name, Type: ty, Required: a.Required, Optional: a.Optional, Computed: a.Computed,
			Sensitive: a.Sensitive, Deprecated: a.Deprecated, WriteOnly: a.WriteOnly,
		})
	}
	for _, name := range slices.Sorted(maps.Keys(b.BlockTypes)) {
		nb := b.BlockTypes[name]
		mode, ok := nestingModes[nb.Nesting]
		if !ok {
			return nil, fmt.Errorf("%s: unknown nesting mode %q", name, nb.Nesting)
		}
		inner, err := nb.Block.proto(inSet || nb.Nesting == "set")
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out.BlockTypes = append(out.BlockTypes, &tfprotov5.SchemaNestedBlock{
			TypeName: name, Block: inner, Nesting: mode, MinItems: nb.MinItems, MaxItems: nb.MaxItems,
		})
	}
	return out, nil
}
