#pragma once

#include <memory>
#include <utility>

namespace petze {

/// A large value that most of its many holders have not got: no more than a pointer until
/// somebody writes it. Reads as a `Value{}` until then; copies are copies of the value.
template<typename Value>
class Boxed {
public:
    Boxed() = default;
    Boxed(Boxed const& other)
        : m_value(other.m_value ? std::make_unique<Value>(*other.m_value) : nullptr)
    {
    }
    Boxed(Boxed&&) noexcept = default;
    Boxed& operator=(Boxed const& other)
    {
        if (this != &other)
            *this = Boxed{other};
        return *this;
    }
    Boxed& operator=(Boxed&&) noexcept = default;
    Boxed& operator=(Value value)
    {
        write() = std::move(value);
        return *this;
    }
    ~Boxed() = default;

    Value const& operator*() const { return m_value ? *m_value : nothing(); }
    Value const* operator->() const { return &**this; }
    Value& write()
    {
        if (!m_value)
            m_value = std::make_unique<Value>();
        return *m_value;
    }
    void reset() { m_value.reset(); }

private:
    static Value const& nothing()
    {
        static Value const value{};
        return value;
    }

    std::unique_ptr<Value> m_value;
};

} // namespace petze
