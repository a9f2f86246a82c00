// A second verifier, on libraries that nobody here wrote. It shares no code with the first one.
//
//	go run . vectors > ../vectors/log/go.json   makes the vectors that the TypeScript tests must agree with
//	go run . evidence FILE...                   judges evidence bundles, one JSON line each
package main

import (
	"fmt"
	"os"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "go-verifier:", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	switch {
	case len(arguments) == 1 && arguments[0] == "vectors":
		return makeVectors()
	case len(arguments) > 1 && arguments[0] == "evidence":
		return judgeAll(arguments[1:])
	default:
		return fmt.Errorf("expected: vectors | evidence FILE...")
	}
}
