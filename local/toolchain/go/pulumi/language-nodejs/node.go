package main

// This file starts Node.js: which executable, which launcher, with which environment, and how a child ends.

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// interruptGrace is how long an interrupted child may take. It is less than the five seconds after which the engine
// kills this host, which would leave nobody to end the child.
const interruptGrace = 3 * time.Second

// launcher is a script of the npm package @pulumi/pulumi that runs something inside Node.js.
type launcher string

const (
	runProgram    launcher = "@pulumi/pulumi/cmd/run"
	runPolicyPack launcher = "@pulumi/pulumi/cmd/run-policy-pack"
	runPlugin     launcher = "@pulumi/pulumi/cmd/run-plugin"
)

// path finds the launcher as Node.js would from dir. The words "Cannot find module '…'" are part of the protocol: the
// engine looks for them in what a policy pack prints.
func (l launcher) path(dir string) (string, error) {
	for _, folder := range ancestors(dir) {
		script := filepath.Join(folder, "node_modules", filepath.FromSlash(string(l)), "index.js")
		if _, err := os.Stat(script); err == nil {
			return script, nil
		}
	}
	return "", fmt.Errorf(
		"Cannot find module '%s' from %s: the program's dependencies are not installed; run `npm ci` there", l, dir)
}

func nodeExecutable() (string, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return "", fmt.Errorf("Node.js is needed to run this program: install it, or put it on PATH (%w)", err)
	}
	return node, nil
}

// bound ends a call's context with the host's, too.
func (h *languageHost) bound(call context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(call)
	stop := context.AfterFunc(h.lifetime, cancel)
	return ctx, func() {
		stop()
		cancel()
	}
}

// node prepares a child that runs the launcher found from dir. When ctx ends, the child is interrupted, as the engine
// does with plugins, and killed if it does not heed that.
func (o nodeOptions) node(ctx context.Context, dir string, l launcher, args ...string) (*exec.Cmd, error) {
	node, err := nodeExecutable()
	if err != nil {
		return nil, err
	}
	script, err := l.path(dir)
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, node, slices.Concat(o.nodeArgs, []string{script}, args)...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = interruptGrace
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), o.environment()...)
	return cmd, nil
}

// environment is how the launchers take the options of the project; they read the rest (PULUMI_NODEJS_TRANSPILE_ONLY
// and the like) from the environment that the user gave to the engine.
func (o nodeOptions) environment() []string {
	var env []string
	if o.typescript {
		env = append(env, "PULUMI_NODEJS_TYPESCRIPT=true")
	}
	if o.tsconfig != "" {
		env = append(env, "PULUMI_NODEJS_TSCONFIG_PATH="+o.tsconfig)
	}
	return env
}

// exitError is nil if a child ended well. A child that did, but whose own children still hold its output, ended well.
func exitError(err error) error {
	if errors.Is(err, exec.ErrWaitDelay) {
		return nil
	}
	return err
}

// exitCode tells apart a child that ran and returned a code from one that could not be started or was killed.
func exitCode(err error) (code int, ok bool) {
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0, true
	case errors.As(err, &exit) && exit.Exited():
		return exit.ExitCode(), true
	default:
		return 0, false
	}
}

// canceled is the answer to a call whose child was ended on purpose.
func canceled(what string) error {
	return status.Errorf(codes.Canceled, "%s was interrupted", what)
}
