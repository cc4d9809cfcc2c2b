#pragma once

#include "base/result.h"

#include <string>
#include <vector>

namespace petze {

/// A state as the command line names it.
struct ComparedState {
    std::string name;
    std::vector<std::string> captures; // or, where it is analysed already:
    std::string report;                // the report.json of it
};

/// "stock=a.pcapng" "stock=b.pcapng" "other/" → two states: of recordings with one name a state is
/// made, all else is a state of its own, called as its file or folder. Folders that hold a
/// report.json were written by `petze analyze`.
Result<std::vector<ComparedState>> compared_states(std::vector<std::string> const& arguments);

/// A name for a folder: "states/2-other-rom/".
std::string state_folder(std::size_t number, std::string const& name);

} // namespace petze
