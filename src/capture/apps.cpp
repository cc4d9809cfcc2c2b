#include "capture/apps.h"

#include "base/limits.h"

namespace petze {

App const* Apps::of(std::int32_t uid)
{
    auto const found = m_by_uid.find(uid);
    return found != m_by_uid.end() ? found->second : add(uid, {}, {});
}

// An App that was handed out never changes, because other threads read it: a uid that was met
// before its name gets a second one.
bool Apps::name(std::int32_t uid, std::string_view package, std::string_view shown)
{
    auto const found = m_by_uid.find(uid);
    if (found != m_by_uid.end() && found->second->package == package
        && found->second->name == shown)
        return true;
    return add(uid, package, shown) != nullptr;
}

App const* Apps::program(std::string_view shown)
{
    auto const found = m_programs.find(shown);
    if (found != m_programs.end())
        return found->second;
    if (m_apps.size() >= limits::app_names)
        return nullptr;
    m_apps.push_back({App::no_uid, {}, std::string{shown}});
    return m_programs.emplace(shown, &m_apps.back()).first->second;
}

App const* Apps::add(std::int32_t uid, std::string_view package, std::string_view shown)
{
    if (m_apps.size() >= limits::app_names)
        return nullptr;
    m_apps.push_back({uid, std::string{package}, std::string{shown}});
    m_by_uid[uid] = &m_apps.back();
    return &m_apps.back();
}

} // namespace petze
