/* runtime.hpp - path, instruction set, threads, versions and names (runtime.h, status.h, type.h). With
 * spelt.hpp. */
#ifndef SPELT_CXX_RUNTIME_HPP
#define SPELT_CXX_RUNTIME_HPP

#include <spelt/cxx/element.hpp>

#include <cstddef>

namespace spelt
{

inline const char *version() noexcept
{
    return spelt_version();
}

/* A name, or nullptr for what the environment says. */
template <class... Status> void set_path(const char *name, Status &...stat)
{
    detail::finish(spelt_set_path(name), stat...);
}
inline const char *path() noexcept
{
    return spelt_path();
}
inline const char *path_source() noexcept
{
    return spelt_path_source();
}

template <class... Status> void set_isa(const char *name, Status &...stat)
{
    detail::finish(spelt_set_isa(name), stat...);
}
inline const char *isa() noexcept
{
    return spelt_isa();
}
inline const char *isa_source() noexcept
{
    return spelt_isa_source();
}

/* Of the process, and of the calling thread, whose previous one is returned; 0 is what the environment,
 * or the process, says. */
template <class... Status> void set_num_threads(int n, Status &...stat)
{
    detail::finish(spelt_set_num_threads(n), stat...);
}
inline int set_num_threads_local(int n) noexcept
{
    return spelt_set_num_threads_local(n);
}
inline int get_num_threads() noexcept
{
    return spelt_get_num_threads();
}
inline const char *threads_source() noexcept
{
    return spelt_threads_source();
}

inline std::size_t grain_bytes() noexcept
{
    return spelt_grain_bytes();
}
inline const char *grain_source() noexcept
{
    return spelt_grain_source();
}

inline const char *status_name(spelt_status stat) noexcept
{
    return spelt_status_name(stat);
}
inline const char *last_error() noexcept
{
    return spelt_last_error();
}
inline spelt_status set_last_error(spelt_status stat, const char *message) noexcept
{
    return spelt_set_last_error(stat, message);
}
inline const char *type_name(spelt_type number) noexcept
{
    return spelt_type_name(number);
}
inline std::size_t type_size(spelt_type number) noexcept
{
    return spelt_type_size(number);
}

namespace values
{

/* The calling thread's cap on threads as long as this lives, and then what it was before:
 *
 *     spelt::local_threads one(1);    a worker of the caller's own keeps to its own thread
 */
class local_threads
{
  public:
    explicit local_threads(int n) noexcept : before_(spelt_set_num_threads_local(n))
    {
    }
    ~local_threads()
    {
        spelt_set_num_threads_local(before_);
    }
    local_threads(const local_threads &) = delete;
    local_threads &operator=(const local_threads &) = delete;

  private:
    int before_;
};

} // namespace values

using values::local_threads;

} // namespace spelt

#endif
