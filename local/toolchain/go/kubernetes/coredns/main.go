// Command coredns is CoreDNS with the plugins that the DNS of a cluster uses, and no others.
package main

import (
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/coremain"

	_ "github.com/coredns/coredns/plugin/cache"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/health"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/loadbalance"
	_ "github.com/coredns/coredns/plugin/ready"
)

func main() {
	// The order in which plugins see a query; upstream generates this list from its plugin.cfg.
	dnsserver.Directives = []string{"ready", "health", "errors", "cache", "loadbalance", "kubernetes"}
	coremain.Run()
}
