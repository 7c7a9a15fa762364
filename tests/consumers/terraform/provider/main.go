// Command terraform-provider-schema is a schema-only stand-in for a Terraform
// provider. It serves resource types read from a schema file (the shape of
// "terraform providers schema -json") and simulates plan, apply, read, import
// and destroy, so that the real terraform CLI can check generated HCL offline.
//
// This file finds the schema file and starts the plugin.
package main

import (
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5/tf5server"
)

const (
	schemaEnv     = "TF_SCHEMA_FILE"
	accountEnv    = "TF_SCHEMA_ACCOUNT"
	defaultSchema = "schema.json"
)

func main() {
	log.SetFlags(0)
	schema := flag.String("schema", "", "schema file (default: $"+schemaEnv+", schema.json beside the program, then "+defaultSchema+" from the source)")
	check := flag.Bool("check", false, "load the schema, print what it holds and exit")
	address := flag.Bool("address", false, "print the provider's address, which is its folder in a mirror, and exit")
	flag.Parse()

	path, err := schemaPath(*schema)
	if err != nil {
		log.Fatal(err)
	}
	p, err := newProvider(path)
	if err != nil {
		log.Fatalf("%s: %v", path, err)
	}
	if *check {
		fmt.Printf("%s: %d resources, %d data sources, %d ephemeral resources\n", p.address,
			len(p.schemas.ResourceSchemas), len(p.schemas.DataSourceSchemas), len(p.schemas.EphemeralResourceSchemas))
		return
	}
	if *address {
		fmt.Println(p.address)
		return
	}
	if err := tf5server.Serve(p.address, func() tfprotov5.ProviderServer { return p }); err != nil {
		log.Fatal(err)
	}
}

// schemaPath picks the schema file: the flag, the environment, a schema.json
// beside the program (the mirror layout), or the file in this repository when
// the program was built without -trimpath.
func schemaPath(fromFlag string) (string, error) {
	if fromFlag != "" {
		return fromFlag, nil
	}
	if path := os.Getenv(schemaEnv); path != "" {
		return path, nil
	}
	if exe, err := os.Executable(); err == nil {
		path := filepath.Join(filepath.Dir(exe), "schema.json")
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	if _, source, _, ok := runtime.Caller(0); ok && filepath.IsAbs(source) {
		path := filepath.Join(filepath.Dir(source), defaultSchema)
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no schema file: set -schema or " + schemaEnv + ", or put schema.json beside the program")
}
