using System;

namespace Ante
{
    /// <summary>Everything that a client fails with on purpose.</summary>
    public abstract class AnteException : Exception
    {
        /// <summary>Makes a failure that says what happened.</summary>
        protected AnteException(string message, Exception? cause = null)
            : base(message, cause)
        {
        }
    }
}
