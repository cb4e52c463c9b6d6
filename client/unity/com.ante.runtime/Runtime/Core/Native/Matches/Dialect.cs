using System;
using System.Threading.Tasks;

namespace Ante
{
    /// <summary>What is known about the calls that the server has.</summary>
    internal sealed class Dialect
    {
        /// <summary>
        /// True once one of Ante's own calls was missing where a CashPlay call was there: look-up, create, accept and result
        /// are all there is. (A wrong address has none at all.)
        /// </summary>
        internal bool CashPlayOnly { get; set; }

        /// <summary>
        /// The answer of one of Ante's own calls, or of its substitute where the server does not have that call. Only for
        /// calls that answer "not found" in no other case.
        /// </summary>
        internal async Task<T> RunAsync<T>(Func<Task<T>> call, Func<Task<T>> substitute)
        {
            if (CashPlayOnly) return await substitute();
            try
            {
                return await call();
            }
            catch (NotFoundException)
            {
            }

            return await substitute();
        }
    }
}
