#pragma once

#include "run/options.h"

namespace petze {

/// Each returns the exit status of the program (contract: Command line).
int run_events(Options const& options);
int run_analyze(Options const& options);
int run_compare(Options const& options);
int run_verify(Options const& options);
int run_bait(Options const& options);
int run_data_import(Options const& options);
int run_data_list(Options const& options);
int run_whois(Options const& options);

} // namespace petze
