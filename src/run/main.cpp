#include "run/commands.h"
#include "run/inputs.h"

#include <csignal>
#include <exception>

#ifdef PETZE_MIMALLOC
#include <mimalloc.h>
#endif

namespace {

/// Buffers of bodies come and go with every message: giving their pages back to the system each
/// time costs more than keeping them for a while.
void keep_freed_memory_for_a_while()
{
#ifdef PETZE_MIMALLOC
    constexpr long milliseconds = 2000;
    mi_option_set(mi_option_decommit_delay, milliseconds);
#endif
}

int run(petze::Command command, petze::Options const& options)
{
    switch (command) {
    case petze::Command::analyze:
        return run_analyze(options);
    case petze::Command::events:
        return run_events(options);
    case petze::Command::compare:
        return run_compare(options);
    case petze::Command::verify:
        return run_verify(options);
    case petze::Command::bait:
        return run_bait(options);
    case petze::Command::data_import:
        return run_data_import(options);
    case petze::Command::data_list:
        return run_data_list(options);
    case petze::Command::whois:
        return run_whois(options);
    }
    return 2;
}

} // namespace

int main(int argc, char** argv)
{
    using namespace petze;
    keep_freed_memory_for_a_while();
    try {
        auto const invocation = parse_command_line(argc, argv);
        if (!invocation.command)
            return invocation.status;
        std::signal(SIGPIPE, SIG_IGN); // a closed pipe is an error of writing like others
        watch_for_interrupt();
        auto const status = run(*invocation.command, invocation.options);
        end_if_interrupted();
        return status;
    } catch (std::bad_alloc const&) {
        print_error({"memory", "there is not enough of it; close other programs, or give a "
                               "smaller --memory"});
    } catch (std::exception const& trouble) {
        print_error(
            {"petze", std::string{"stopped because of an error of its own: "} + trouble.what()});
    }
    return 1;
}
