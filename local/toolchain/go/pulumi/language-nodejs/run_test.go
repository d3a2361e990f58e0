package main

// These tests cover what the host tells a program, and what it makes of how the program ends.

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/structpb"
)

func parse(t *testing.T, options map[string]any) (nodeOptions, error) {
	t.Helper()
	s, err := structpb.NewStruct(options)
	if err != nil {
		t.Fatal(err)
	}
	return parseOptions(s)
}

func TestOptionsDefault(t *testing.T) {
	opts, err := parseOptions(nil)
	if err != nil || !opts.typescript || opts.tsconfig != "" || len(opts.nodeArgs) != 0 || opts.packageManager != "" {
		t.Errorf("got %+v, %v", opts, err)
	}
	if env := opts.environment(); !slices.Equal(env, []string{"PULUMI_NODEJS_TYPESCRIPT=true"}) {
		t.Errorf("got %v", env)
	}
}

func TestOptionsSet(t *testing.T) {
	opts, err := parse(t, map[string]any{
		"typescript": false, "tsconfig": "tsconfig.pulumi.json", "packagemanager": "pnpm",
		"nodeargs": `--import "./my loader.mjs" --inspect`, "future": 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	if opts.packageManager != npm.PnpmPackageManager {
		t.Errorf("got package manager %q", opts.packageManager)
	}
	if want := []string{"--import", "./my loader.mjs", "--inspect"}; !slices.Equal(opts.nodeArgs, want) {
		t.Errorf("got node arguments %q, want %q", opts.nodeArgs, want)
	}
	if env := opts.environment(); !slices.Equal(env, []string{"PULUMI_NODEJS_TSCONFIG_PATH=tsconfig.pulumi.json"}) {
		t.Errorf("got %v", env)
	}
}

func TestOptionsOfTheWrongType(t *testing.T) {
	for name, value := range map[string]any{
		"typescript": "true", "tsconfig": 1, "nodeargs": []any{"--inspect"}, "packagemanager": "apt",
	} {
		if _, err := parse(t, map[string]any{name: value}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s = %v: got %v", name, value, err)
		}
	}
	if _, err := parse(t, map[string]any{"nodeargs": `--title "half`}); err == nil {
		t.Error("an open quote was accepted")
	}
}

func TestConfigKeys(t *testing.T) {
	for key, want := range map[string]string{
		"kafka:brokers": "kafka:config:brokers", "kafka:config:brokers": "kafka:config:brokers",
	} {
		if got, err := sdkConfigKey(key); err != nil || got != want {
			t.Errorf("%s: got %q, %v", key, got, err)
		}
	}
	if _, err := sdkConfigKey("brokers"); err == nil {
		t.Error("a key without a namespace was accepted")
	}
}

func TestConfigEnvironment(t *testing.T) {
	env, err := configEnvironment(map[string]string{"a:b": `{"c":1}`}, []string{"a:b"})
	want := []string{`PULUMI_CONFIG={"a:config:b":"{\"c\":1}"}`, `PULUMI_CONFIG_SECRET_KEYS=["a:b"]`}
	if err != nil || !slices.Equal(env, want) {
		t.Errorf("got %v, %v; want %v", env, err, want)
	}
	env, err = configEnvironment(nil, nil)
	if err != nil || !slices.Equal(env, []string{"PULUMI_CONFIG={}", "PULUMI_CONFIG_SECRET_KEYS=[]"}) {
		t.Errorf("got %v, %v", env, err)
	}
}

func TestProgramArguments(t *testing.T) {
	host := newLanguageHost(context.Background(), "engine:1", "")
	args := host.programArguments(&pulumirpc.RunRequest{
		MonitorAddress: "monitor:2", Project: "p", Stack: "s", Pwd: "/w", DryRun: true, Parallel: 16, Args: []string{"--x"},
		Info: &pulumirpc.ProgramInfo{RootDirectory: "/r", EntryPoint: "main.ts"},
	})
	want := strings.Fields("--monitor monitor:2 --engine engine:1 --project p --root-directory /r --stack s --pwd /w" +
		" --dry-run --parallel 16 main.ts --x")
	if !slices.Equal(args, want) {
		t.Errorf("got %v, want %v", args, want)
	}
}

func TestProgramResult(t *testing.T) {
	for script, want := range map[string]*pulumirpc.RunResponse{
		"exit 0":        {},
		"exit 32":       {Bail: true},
		"exit 3":        {Error: "Program exited with non-zero exit code: 3"},
		"kill -KILL $$": {Error: "Program exited unexpectedly: signal: killed"},
	} {
		got := programResult(exec.Command("sh", "-c", script).Run())
		if got.Error != want.Error || got.Bail != want.Bail {
			t.Errorf("%s: got %v, want %v", script, got, want)
		}
	}
}

func TestStackEnvironment(t *testing.T) {
	env, err := stackEnvironment(&pulumirpc.AnalyzerStackConfigureRequest{Project: "p", Stack: "s", DryRun: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"PULUMI_NODEJS_PROJECT=p", "PULUMI_STACK=s", "PULUMI_NODEJS_DRY_RUN=true"} {
		if !slices.Contains(env, want) {
			t.Errorf("%s is missing in %v", want, env)
		}
	}
	if env, err := stackEnvironment(nil); len(env) != 0 || err != nil {
		t.Errorf("without a stack: got %v, %v", env, err)
	}
}

func TestMissingLauncherTellsWhatToDo(t *testing.T) {
	_, err := runPolicyPack.path(t.TempDir())
	if err == nil || !strings.Contains(err.Error(), "Cannot find module '@pulumi/pulumi/cmd/run-policy-pack'") ||
		!strings.Contains(err.Error(), "npm ci") {
		t.Errorf("got %v", err)
	}
}

// TestChildrenEndWithTheHost runs a "node" that takes no notice of interrupts, as the worst program would.
func TestChildrenEndWithTheHost(t *testing.T) {
	dir := layOut(t, map[string]string{"node_modules/@pulumi/pulumi/cmd/run/index.js": ""})
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip(err)
	}
	bin := t.TempDir()
	deaf := "#!" + sh + "\ntrap '' INT\nwhile :; do sleep 0.1; done\n"
	if err := os.WriteFile(filepath.Join(bin, "node"), []byte(deaf), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+":/usr/bin:/bin")

	host := newLanguageHost(context.Background(), "", "")
	time.AfterFunc(200*time.Millisecond, host.endChildren)
	began := time.Now()
	_, err = host.Run(context.Background(), &pulumirpc.RunRequest{Info: &pulumirpc.ProgramInfo{ProgramDirectory: dir}})
	if err == nil || !strings.Contains(err.Error(), "interrupted") {
		t.Errorf("got %v", err)
	}
	if took := time.Since(began); took > interruptGrace+2*time.Second {
		t.Errorf("the child lived for %s", took)
	}
}
