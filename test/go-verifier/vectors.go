package main

// Vectors made by implementations that nobody here wrote: trees and proofs by golang.org/x/mod/sumdb/tlog, notes by
// golang.org/x/mod/sumdb/note, cosignatures by github.com/transparency-dev/formats. Their file is test/vectors/log/go.json.

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"

	"filippo.io/mldsa"
	fnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/formats/proof"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type treeVector struct {
	Size int    `json:"size"`
	Root string `json:"root"`
}

type inclusionVector struct {
	Index int      `json:"index"`
	Size  int      `json:"size"`
	Proof []string `json:"proof"`
}

type consistencyVector struct {
	From  int      `json:"from"`
	To    int      `json:"to"`
	Proof []string `json:"proof"`
}

type noteVector struct {
	Vkeys     []string `json:"vkeys"`
	Note      string   `json:"note"`
	TlogProof string   `json:"tlogProof"`
}

type vectors struct {
	About       string              `json:"about"`
	Trees       []treeVector        `json:"trees"`
	Inclusion   []inclusionVector   `json:"inclusion"`
	Consistency []consistencyVector `json:"consistency"`
	Seeds       map[string]string   `json:"seeds"`
	Notes       []noteVector        `json:"notes"`
}

const origin = "concert/ca-bc-oipc/epoch-1"

// memory keeps the hashes of a tree in the order of tlog.StoredHashIndex.
type memory []tlog.Hash

func (m memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(m)) {
			return nil, fmt.Errorf("no hash %d", index)
		}
		found[i] = m[index]
	}
	return found, nil
}

// entryOf is what an entry of these trees is: the SHA-256 of "envelope <n>", as the ledger's entries are hashes of envelopes.
func entryOf(n int) []byte {
	sum := sha256.Sum256(fmt.Appendf(nil, "envelope %d", n))
	return sum[:]
}

func treeOf(size int) (memory, error) {
	var all memory
	for n := range size {
		hashes, err := tlog.StoredHashes(int64(n), entryOf(n), all)
		if err != nil {
			return nil, err
		}
		all = append(all, hashes...)
	}
	return all, nil
}

func texts(hashes []tlog.Hash) []string {
	out := make([]string, 0, len(hashes))
	for _, hash := range hashes {
		out = append(out, hash.String())
	}
	return out
}

// seedOf makes test keys the same every time.
func seedOf(name string) []byte {
	sum := sha256.Sum256([]byte("concert test key " + name))
	return sum[:]
}

func ed25519Keys(name string, kind byte) (skey, vkey string) {
	private := ed25519.NewKeyFromSeed(seedOf(name))
	public := append([]byte{kind}, private.Public().(ed25519.PublicKey)...)
	id := keyHash(name, public)
	skey = fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", name, id, base64.StdEncoding.EncodeToString(append([]byte{kind}, seedOf(name)...)))
	return skey, fmt.Sprintf("%s+%08x+%s", name, id, base64.StdEncoding.EncodeToString(public))
}

func mldsaKeys(name string) (skey, vkey string, err error) {
	private, err := mldsa.NewPrivateKey(mldsa.MLDSA44(), seedOf(name))
	if err != nil {
		return "", "", err
	}
	public := append([]byte{6}, private.PublicKey().Bytes()...)
	id := keyHash(name, public)
	skey = fmt.Sprintf("PRIVATE+KEY+%s+%08x+%s", name, id, base64.StdEncoding.EncodeToString(append([]byte{6}, private.Bytes()...)))
	return skey, fmt.Sprintf("%s+%08x+%s", name, id, base64.StdEncoding.EncodeToString(public)), nil
}

func keyHash(name string, key []byte) uint32 {
	sum := sha256.Sum256(append([]byte(name+"\n"), key...))
	return uint32(sum[0])<<24 | uint32(sum[1])<<16 | uint32(sum[2])<<8 | uint32(sum[3])
}

// noteOf signs a head as the log (Ed25519, ML-DSA-44) and as a witness (both).
func noteOf(all memory, size, index int) (noteVector, error) {
	var made noteVector
	root, err := tlog.TreeHash(int64(size), all)
	if err != nil {
		return made, err
	}
	witness := "concert/ca-ab-oipc/-/witness"
	logSkey, logVkey := ed25519Keys(origin, 1)
	witnessSkey, witnessVkey := ed25519Keys(witness, 4)
	logSigner, err := note.NewSigner(logSkey)
	if err != nil {
		return made, err
	}
	signers := []note.Signer{logSigner}
	made.Vkeys = []string{logVkey, witnessVkey}
	skeys := []string{witnessSkey}
	for _, name := range []string{origin, witness} {
		skey, vkey, err := mldsaKeys(name)
		if err != nil {
			return made, err
		}
		skeys = append(skeys, skey)
		made.Vkeys = append(made.Vkeys, vkey)
	}
	for _, skey := range skeys {
		signer, err := fnote.NewSignerForCosignatureV1(skey)
		if err != nil {
			return made, err
		}
		signers = append(signers, signer)
	}
	text := fmt.Sprintf("%s\n%d\n%s\n", origin, size, root)
	signed, err := note.Sign(&note.Note{Text: text}, signers...)
	if err != nil {
		return made, err
	}
	made.Note = string(signed)
	record, err := tlog.ProveRecord(int64(size), int64(index), all)
	if err != nil {
		return made, err
	}
	hashes := make([][sha256.Size]byte, 0, len(record))
	for _, hash := range record {
		hashes = append(hashes, hash)
	}
	made.TlogProof = string(proof.TLogProof{Index: uint64(index), Hashes: hashes, Checkpoint: signed}.Marshal())
	return made, nil
}

func makeVectors() error {
	all, err := treeOf(600)
	if err != nil {
		return err
	}
	made := vectors{
		About: "Made by test/go-verifier with golang.org/x/mod/sumdb and transparency-dev/formats. Entry n is SHA-256 of 'envelope n'; a test key's seed is SHA-256 of 'concert test key ' and its name.",
		Seeds: map[string]string{},
	}
	for _, name := range []string{origin, "concert/ca-ab-oipc/-/witness"} {
		made.Seeds[name] = base64.RawURLEncoding.EncodeToString(seedOf(name))
	}
	sizes := []int{255, 256, 257, 511, 513, 600}
	for size := 1; size <= 17; size++ {
		sizes = append(sizes, size)
	}
	for _, size := range sizes {
		root, err := tlog.TreeHash(int64(size), all)
		if err != nil {
			return err
		}
		made.Trees = append(made.Trees, treeVector{size, root.String()})
		for _, index := range []int{0, size / 3, size / 2, size - 1} {
			record, err := tlog.ProveRecord(int64(size), int64(index), all)
			if err != nil {
				return err
			}
			made.Inclusion = append(made.Inclusion, inclusionVector{index, size, texts(record)})
		}
		for _, from := range []int{1, size / 3, size / 2, size - 1} {
			if from < 1 || from >= size {
				continue
			}
			tree, err := tlog.ProveTree(int64(size), int64(from), all)
			if err != nil {
				return err
			}
			made.Consistency = append(made.Consistency, consistencyVector{from, size, texts(tree)})
		}
	}
	for _, at := range [][2]int{{1, 0}, {17, 4}, {600, 599}} {
		vector, err := noteOf(all, at[0], at[1])
		if err != nil {
			return err
		}
		made.Notes = append(made.Notes, vector)
	}
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", " ")
	out.SetEscapeHTML(false)
	return out.Encode(made)
}
