#pragma once

#include <string>
#include <tl/expected.hpp>

namespace petze {

/// What went wrong in the user's own environment (a file, a key log, the disk), said so that
/// the user can mend it: "petze: phone.pcap: no such file; check the spelling of the path".
struct Error {
    std::string what; // the thing it is about: a path, an option
    std::string why;  // the reason, and what to do about it

    bool operator==(Error const&) const = default;
};

/// A value, or the reason why there is none. Never used for bytes from the wire: those have
/// flaws (Decoded), and what was read before the flaw stays.
template<typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> error(std::string what, std::string why)
{
    return tl::make_unexpected(Error{std::move(what), std::move(why)});
}

} // namespace petze

#define PETZE_JOIN_(a, b) a##b
#define PETZE_JOIN(a, b) PETZE_JOIN_(a, b)
// NOLINTBEGIN(bugprone-macro-parentheses): a target may be a declaration
#define PETZE_TRY_(temporary, target, expression)                                                  \
    auto temporary = (expression);                                                                 \
    if (!temporary)                                                                                \
        return tl::make_unexpected(std::move(temporary).error());                                  \
    target = *std::move(temporary)

/// PETZE_TRY(auto profile, load_profile(path)); returns the error to the caller where there is one.
#define PETZE_TRY(target, expression)                                                              \
    PETZE_TRY_(PETZE_JOIN(petze_try_, __LINE__), target, expression)
// NOLINTEND(bugprone-macro-parentheses)

/// The same for what gives no value.
#define PETZE_TRY_VOID(expression)                                                                 \
    do {                                                                                           \
        if (auto petze_done = (expression); !petze_done)                                           \
            return tl::make_unexpected(std::move(petze_done).error());                             \
    } while (false)
