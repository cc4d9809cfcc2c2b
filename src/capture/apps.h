#pragma once

#include "capture/frame.h"

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace petze {

/// The apps that one capture names, each once; pointers stay valid as long as this lives.
class Apps {
public:
    /// What is known of a uid so far. Null beyond limits::app_names.
    App const* of(std::int32_t uid);
    /// The capture says what a uid is called; false beyond limits::app_names.
    bool name(std::int32_t uid, std::string_view package, std::string_view shown);
    /// A program that is known by its name alone. Null beyond limits::app_names.
    App const* program(std::string_view shown);

private:
    App const* add(std::int32_t uid, std::string_view package, std::string_view shown);

    std::deque<App> m_apps;
    std::map<std::int32_t, App const*> m_by_uid;
    std::map<std::string, App const*, std::less<>> m_programs;
};

} // namespace petze
