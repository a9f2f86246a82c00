package main

// Judges an evidence file as docs/spec/evidence.md describes it: signatures, places, links and confirmations of every entry.

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sort"
	"strconv"
	"strings"
	"time"

	flog "github.com/transparency-dev/formats/log"
	fnote "github.com/transparency-dev/formats/note"
	"github.com/transparency-dev/formats/proof"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type keyPair struct {
	Ed25519 string `json:"ed25519"`
	MLDSA44 string `json:"mlDsa44"`
}

// period says up to how many entries of its office's ledger a key counts, and whether somebody else may have had it.
type period struct {
	UpTo     *int64 `json:"upTo"`
	StolenOn string `json:"stolenOn"`
}

func (p period) countsAt(entries int64) bool { return p.UpTo == nil || entries <= *p.UpTo }

type eventKey struct {
	Keyid     string `json:"keyid"`
	PublicKey string `json:"publicKey"`
	period
}

type logKeys struct {
	Log     keyPair `json:"log"`
	Witness keyPair `json:"witness"`
	Mirror  keyPair `json:"mirror"`
	period
}

func (k logKeys) of(role string) keyPair {
	switch role {
	case "log":
		return k.Log
	case "witness":
		return k.Witness
	default:
		return k.Mirror
	}
}

type part struct {
	Kind       string     `json:"kind"`
	Name       string     `json:"name"`
	By         string     `json:"by"`
	ID         string     `json:"id"`
	EventKeys  []eventKey `json:"eventKeys"`
	LogKeys    logKeys    `json:"logKeys"`
	Former     []logKeys  `json:"formerLogKeys"`
	Note       string     `json:"note"`
	From       string     `json:"from"`
	To         string     `json:"to"`
	Hashes     []string   `json:"hashes"`
	Head       string     `json:"head"`
	Role       string     `json:"role"`
	Signatures string     `json:"signatures"`
	Subject    string     `json:"subject"`
	Index      int64      `json:"index"`
	Envelope   string     `json:"envelope"`
	Proof      []string   `json:"proof"`
	Keys       []string   `json:"keys"`
	Witness    string     `json:"witness"`
	raw        []byte
}

func (p part) allLogKeys() []logKeys { return append([]logKeys{p.LogKeys}, p.Former...) }

type evidence struct {
	Format   string            `json:"format"`
	Parts    []json.RawMessage `json:"parts"`
	Manifest struct {
		Parts []struct {
			Name   string `json:"name"`
			SHA256 string `json:"sha256"`
		} `json:"parts"`
		Keyid string `json:"keyid"`
		Sig   string `json:"sig"`
	} `json:"manifest"`
}

type entryResult struct {
	Entry     string   `json:"entry"`
	SeenBy    []string `json:"seenBy"`
	HeldBy    []string `json:"heldBy"`
	DurableBy []string `json:"durableBy"`
	Witnessed []string `json:"witnessedBy"`
	NotBefore string   `json:"notBefore,omitempty"`
	NotAfter  string   `json:"notAfter,omitempty"`
}

type result struct {
	File    string        `json:"file"`
	Sound   bool          `json:"sound"`
	Wrong   []string      `json:"wrong"`
	Entries []entryResult `json:"entries"`
}

type head struct {
	name   string
	signed *note.Note
	point  flog.Checkpoint
	// stolen: only keys that somebody else may have had signed it.
	stolen bool
}

type word struct {
	by, role string
	head     head
	at       time.Time
	durable  bool
}

func judge(file string) (result, error) {
	out := result{File: file, Wrong: []string{}, Entries: []entryResult{}}
	bytes, err := os.ReadFile(file)
	if err != nil {
		return out, err
	}
	var all evidence
	if err := json.Unmarshal(bytes, &all); err != nil {
		return out, err
	}
	wrong := func(name string, err error) { out.Wrong = append(out.Wrong, fmt.Sprintf("%s: %v", name, err)) }
	parts := []part{}
	offices := map[string]part{}
	for _, raw := range all.Parts {
		one := part{raw: raw}
		if err := json.Unmarshal(raw, &one); err != nil {
			return out, err
		}
		parts = append(parts, one)
		if one.Kind == "office" {
			offices[one.ID] = one
		}
	}
	if err := checkManifest(all, parts, offices); err != nil {
		wrong("manifest", err)
	}
	heads := map[string]head{}
	for _, one := range parts {
		if one.Kind != "head" {
			continue
		}
		opened, err := openHead(one, offices)
		if err != nil {
			wrong(one.Name, err)
			continue
		}
		heads[one.Name] = opened
	}
	if err := checkLinks(parts, heads); err != nil {
		wrong("consistency", err)
	}
	words := []word{}
	witnesses := map[string]part{}
	for _, one := range parts {
		if one.Kind == "witness" {
			witnesses[one.Name] = one
		}
	}
	for _, one := range parts {
		if one.Kind != "receipt" && one.Kind != "cosignature" {
			continue
		}
		said, err := openReceipt(one, heads, offices, witnesses)
		if err != nil {
			wrong(one.Name, err)
			continue
		}
		words = append(words, said...)
	}
	for name, one := range heads {
		owner := strings.Split(one.point.Origin, "/")[1]
		confirmed := false
		for _, said := range words {
			confirmed = confirmed || said.head.name == name && said.by != owner
		}
		if one.stolen && !confirmed {
			wrong(name, errors.New("its key was stolen, and nobody else confirmed it"))
			delete(heads, name)
		}
	}
	versions := map[string]int{}
	for _, one := range parts {
		if one.Kind != "entry" {
			continue
		}
		if err := checkEntry(one, heads, offices, versions); err != nil {
			wrong(one.Name, err)
			continue
		}
		out.Entries = append(out.Entries, confirm(one, heads, words))
	}
	out.Sound = len(out.Wrong) == 0 && len(out.Entries) > 0
	return out, nil
}

// canonical gives RFC 8785 for what these files hold, which is what encoding/json gives of sorted maps without HTML escapes.
func canonical(value any) ([]byte, error) {
	var buffer strings.Builder
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return []byte(strings.TrimSuffix(buffer.String(), "\n")), nil
}

// dsse is the pre-authentication encoding of a payload.
func dsse(kind string, payload []byte) []byte {
	return fmt.Appendf(nil, "DSSEv1 %d %s %d %s", len(kind), kind, len(payload), payload)
}

func checkManifest(all evidence, parts []part, offices map[string]part) error {
	listed := map[string]string{}
	for _, one := range all.Manifest.Parts {
		listed[one.Name] = one.SHA256
	}
	if len(listed) != len(parts) {
		return fmt.Errorf("%d parts are listed, %d are here", len(listed), len(parts))
	}
	maker := ""
	for _, one := range parts {
		// Each part stands in its canonical form in the file, so that its bytes can be hashed as they are.
		sum := sha256.Sum256(one.raw)
		if listed[one.Name] != hex.EncodeToString(sum[:]) {
			return fmt.Errorf("%s was changed", one.Name)
		}
		if one.Kind == "about" {
			maker = one.By
		}
	}
	content := make([]map[string]string, 0, len(parts))
	for _, one := range all.Manifest.Parts {
		content = append(content, map[string]string{"name": one.Name, "sha256": one.SHA256})
	}
	payload, err := canonical(content)
	if err != nil {
		return err
	}
	return checkEd25519(offices[maker].EventKeys, 0, all.Manifest.Keyid, all.Manifest.Sig,
		dsse("application/vnd.concert.evidence-manifest+json", payload))
}

// checkEd25519 takes a key that counts when its office's ledger had so many entries; 0 for what stands in no ledger.
func checkEd25519(keys []eventKey, entries int64, keyid, sig string, message []byte) error {
	signature, err := base64.StdEncoding.DecodeString(sig)
	if err != nil {
		return err
	}
	for _, key := range keys {
		public, err := base64.RawURLEncoding.DecodeString(key.PublicKey)
		if err != nil {
			return err
		}
		if key.Keyid == keyid && key.countsAt(entries) && ed25519.Verify(public, message, signature) {
			return nil
		}
	}
	return fmt.Errorf("no signature by %q", keyid)
}

func verifiers(name string, kind byte, keys keyPair) ([]note.Verifier, error) {
	ed, err := vkey(name, kind, keys.Ed25519)
	if err != nil {
		return nil, err
	}
	ml, err := vkey(name, 6, keys.MLDSA44)
	if err != nil {
		return nil, err
	}
	open := note.NewVerifier
	if kind == 4 {
		open = fnote.NewVerifierForCosignatureV1
	}
	classic, err := open(ed)
	if err != nil {
		return nil, err
	}
	quantum, err := fnote.NewVerifierForCosignatureV1(ml)
	return []note.Verifier{classic, quantum}, err
}

func vkey(name string, kind byte, key string) (string, error) {
	public, err := base64.RawURLEncoding.DecodeString(key)
	if err != nil {
		return "", err
	}
	public = append([]byte{kind}, public...)
	return fmt.Sprintf("%s+%08x+%s", name, keyHash(name, public), base64.StdEncoding.EncodeToString(public)), nil
}

func openHead(one part, offices map[string]part) (head, error) {
	out := head{name: one.Name}
	origin, _, _ := strings.Cut(one.Note, "\n")
	names := strings.Split(origin, "/")
	if len(names) != 3 {
		return out, fmt.Errorf("%q is not a log", origin)
	}
	lines := strings.SplitN(one.Note, "\n", 3)
	size, err := strconv.ParseInt(lines[min(1, len(lines)-1)], 10, 64)
	if err != nil {
		return out, err
	}
	all, logs := []note.Verifier{}, map[uint32]bool{}
	for _, keys := range offices[names[1]].allLogKeys() {
		if !keys.countsAt(size) {
			continue
		}
		pair, err := verifiers(origin, 1, keys.Log)
		if err != nil {
			return out, err
		}
		all = append(all, pair...)
		logs[pair[0].KeyHash()] = keys.StolenOn != ""
	}
	signed, err := note.Open([]byte(one.Note), note.VerifierList(all...))
	if err != nil {
		return out, err
	}
	if len(signed.UnverifiedSigs) > 0 {
		return out, errors.New("somebody else signed here too")
	}
	out.stolen = true
	err = errors.New("the log did not sign it")
	for _, one := range signed.Sigs {
		if stolen, known := logs[one.Hash]; known {
			err, out.stolen = nil, out.stolen && stolen
		}
	}
	if err != nil {
		return out, err
	}
	if _, err := out.point.Unmarshal([]byte(signed.Text)); err != nil {
		return out, err
	}
	if out.point.Origin != origin {
		return out, fmt.Errorf("%q is not %q", out.point.Origin, origin)
	}
	out.signed = signed
	return out, nil
}

func checkLinks(parts []part, heads map[string]head) error {
	linked := map[string]bool{}
	for _, one := range parts {
		if one.Kind != "consistency" {
			continue
		}
		from, to := heads[one.From].point, heads[one.To].point
		if from.Origin == "" || from.Origin != to.Origin {
			return fmt.Errorf("%s links nothing", one.Name)
		}
		tree, err := hashesOf(one.Hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(tree, int64(to.Size), tlog.Hash(to.Hash), int64(from.Size), tlog.Hash(from.Hash)); err != nil {
			return fmt.Errorf("%s: %w", one.Name, err)
		}
		linked[one.To] = true
	}
	smallest := map[string]uint64{}
	for _, one := range heads {
		if size, known := smallest[one.point.Origin]; !known || one.point.Size < size {
			smallest[one.point.Origin] = one.point.Size
		}
	}
	for name, one := range heads {
		if one.point.Size != smallest[one.point.Origin] && !linked[name] {
			return fmt.Errorf("%s continues nothing", name)
		}
	}
	return nil
}

func hashesOf(texts []string) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, 0, len(texts))
	for _, text := range texts {
		hash, err := tlog.ParseHash(text)
		if err != nil {
			return nil, err
		}
		out = append(out, hash)
	}
	return out, nil
}

func openReceipt(one part, heads map[string]head, offices, witnesses map[string]part) ([]word, error) {
	about, known := heads[one.Head]
	if !known {
		return nil, fmt.Errorf("no head %q", one.Head)
	}
	by, role := one.By, one.Role
	all, err := []note.Verifier{}, error(nil)
	stolen := map[uint32]bool{}
	if one.Kind == "cosignature" {
		by, role = strings.TrimPrefix(one.Witness, "witness/"), outside
		if all, err = witnessVerifiers(by, witnesses[one.Witness].Keys); err != nil {
			return nil, err
		}
	} else {
		for _, keys := range offices[by].allLogKeys() {
			pair, err := verifiers("concert/"+by+"/-/"+role, 4, keys.of(role))
			if err != nil {
				return nil, err
			}
			all = append(all, pair...)
			for _, key := range pair {
				stolen[key.KeyHash()] = keys.StolenOn != ""
			}
		}
	}
	words := []word{}
	// Line by line: a note holds one signature of a key, and a receipt the first and the last.
	for line := range strings.SplitAfterSeq(one.Signatures, "\n") {
		if line == "" {
			continue
		}
		opened, err := note.Open([]byte(about.signed.Text+"\n"+line), note.VerifierList(all...))
		if err != nil {
			return nil, err
		}
		at, err := fnote.CoSigV1Timestamp(opened.Sigs[0])
		if err != nil {
			return nil, err
		}
		if stolen[opened.Sigs[0].Hash] {
			continue
		}
		words = append(words, word{by, role, about, at, len(line) > 1_000})
	}
	return words, nil
}

// outside is the role of a witness that is no office.
const outside = "outside"

func witnessVerifiers(name string, keys []string) ([]note.Verifier, error) {
	all := []note.Verifier{}
	for _, key := range keys {
		verifier, err := fnote.NewVerifierForCosignatureV1(key)
		if err != nil {
			return nil, err
		}
		if verifier.Name() != name {
			return nil, fmt.Errorf("%q is not %q", verifier.Name(), name)
		}
		all = append(all, verifier)
	}
	return all, nil
}

func checkEntry(one part, heads map[string]head, offices map[string]part, versions map[string]int) error {
	about, known := heads[one.Head]
	if !known {
		return fmt.Errorf("no head %q", one.Head)
	}
	bytes, err := base64.StdEncoding.DecodeString(one.Envelope)
	if err != nil {
		return err
	}
	var envelope struct {
		PayloadType string `json:"payloadType"`
		Payload     string `json:"payload"`
		Signatures  []struct {
			Keyid string `json:"keyid"`
			Sig   string `json:"sig"`
		} `json:"signatures"`
	}
	if err := json.Unmarshal(bytes, &envelope); err != nil {
		return err
	}
	payload, err := base64.StdEncoding.DecodeString(envelope.Payload)
	if err != nil {
		return err
	}
	var event struct {
		Source  string `json:"source"`
		Subject string `json:"subject"`
		Epoch   string `json:"epoch"`
		Version int    `json:"version"`
	}
	if err := json.Unmarshal(payload, &event); err != nil {
		return err
	}
	office := strings.TrimPrefix(event.Source, "urn:concert:office:")
	err = errors.New("no signature")
	for _, signature := range envelope.Signatures {
		if err = checkEd25519(offices[office].EventKeys, one.Index+1, signature.Keyid, signature.Sig, dsse(envelope.PayloadType, payload)); err == nil {
			break
		}
	}
	if err != nil {
		return err
	}
	if one.Subject != "concert.v1."+office+"."+strings.ReplaceAll(event.Subject, "/", ".") {
		return fmt.Errorf("%q is not its subject", one.Subject)
	}
	if about.point.Origin != "concert/"+office+"/"+event.Epoch {
		return fmt.Errorf("%q is not its log", about.point.Origin)
	}
	versions[one.Subject]++
	if event.Version != versions[one.Subject] {
		return fmt.Errorf("version %d where %d was expected", event.Version, versions[one.Subject])
	}
	return checkPlace(one, about, bytes)
}

// checkPlace proves the entry twice: from its hashes, and from the tlog-proof file that is made of them.
func checkPlace(one part, about head, bytes []byte) error {
	record, err := hashesOf(one.Proof)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(bytes)
	leaf := tlog.RecordHash(sum[:])
	if err := tlog.CheckRecord(record, int64(about.point.Size), tlog.Hash(about.point.Hash), one.Index, leaf); err != nil {
		return err
	}
	hashes := make([][sha256.Size]byte, 0, len(record))
	for _, hash := range record {
		hashes = append(hashes, hash)
	}
	var again proof.TLogProof
	return again.Unmarshal(proof.TLogProof{Index: uint64(one.Index), Hashes: hashes, Checkpoint: []byte(about.signed.Text)}.Marshal())
}

func confirm(one part, heads map[string]head, words []word) entryResult {
	out := entryResult{Entry: one.Name, SeenBy: []string{}, HeldBy: []string{}, DurableBy: []string{}, Witnessed: []string{}}
	origin := heads[one.Head].point.Origin
	owner := strings.Split(origin, "/")[1]
	var before, after time.Time
	for _, said := range words {
		covers := said.head.point.Origin == origin && said.by != owner && said.head.point.Size > uint64(one.Index)
		if covers && (after.IsZero() || said.at.Before(after)) {
			after = said.at
		}
	}
	for _, said := range words {
		if said.head.point.Origin != origin || said.by == owner {
			continue
		}
		if said.head.point.Size <= uint64(one.Index) {
			// It was read before somebody else confirmed a longer one, and confirmed a moment later.
			isLate := !after.IsZero() && said.at.After(after) && said.at.Sub(after) <= 2*time.Minute
			if said.at.After(before) && !isLate {
				before = said.at
			}
			continue
		}
		if said.role == outside {
			out.Witnessed = append(out.Witnessed, said.by)
			continue
		}
		if said.role == "witness" {
			out.SeenBy = append(out.SeenBy, said.by)
		} else {
			out.HeldBy = append(out.HeldBy, said.by)
		}
		if said.durable {
			out.DurableBy = append(out.DurableBy, said.by)
		}
	}
	out.SeenBy, out.HeldBy, out.DurableBy, out.Witnessed = set(out.SeenBy), set(out.HeldBy), set(out.DurableBy), set(out.Witnessed)
	out.NotBefore, out.NotAfter = instant(before), instant(after)
	return out
}

func set(all []string) []string {
	sort.Strings(all)
	out := []string{}
	for _, one := range all {
		if len(out) == 0 || out[len(out)-1] != one {
			out = append(out, one)
		}
	}
	return out
}

func instant(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format("2006-01-02T15:04:05.000Z")
}

func judgeAll(files []string) error {
	out := json.NewEncoder(os.Stdout)
	for _, file := range files {
		judged, err := judge(file)
		if err != nil {
			judged.Wrong = append(judged.Wrong, err.Error())
			judged.Sound = false
		}
		if err := out.Encode(judged); err != nil {
			return err
		}
	}
	return nil
}
