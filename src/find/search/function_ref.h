#pragma once

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

namespace petze {

/// Something to call, borrowed for as long as a call lasts. What is asked for with every packet
/// takes this: std::function would allocate.
template<typename Signature>
class FunctionRef;

template<typename Return, typename... Arguments>
class FunctionRef<Return(Arguments...)> {
public:
    template<typename Callable>
    requires(!std::same_as<std::remove_cvref_t<Callable>, FunctionRef>)
        FunctionRef(Callable const& callable)
        : m_object(std::addressof(callable))
        , m_call([](void const* object, Arguments... arguments) -> Return {
            return (*static_cast<Callable const*>(object))(std::forward<Arguments>(arguments)...);
        })
    {
    }

    Return operator()(Arguments... arguments) const
    {
        return m_call(m_object, std::forward<Arguments>(arguments)...);
    }

private:
    void const* m_object;
    Return (*m_call)(void const*, Arguments...);
};

} // namespace petze
