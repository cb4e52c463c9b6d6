using System;
using System.Collections.Generic;

namespace Ante
{
    /// <summary>
    /// A refusal of the server, or no answer at all. There is a class for each code (<see cref="InsufficientFundsException"/>
    /// for <c>insufficient_funds</c>); a code of a newer server comes as this class itself.
    /// </summary>
    public class ProblemException : AnteException
    {
        /// <summary>Makes a problem from what a server told.</summary>
        public ProblemException(string code, int status, string message, IReadOnlyList<FieldProblem>? errors = null)
            : base(message)
        {
            Code = code;
            Status = status;
            Errors = errors ?? Array.Empty<FieldProblem>();
        }

        /// <summary>What to branch on, such as <c>insufficient_funds</c>.</summary>
        public string Code { get; }

        /// <summary>The HTTP status that belongs to it.</summary>
        public int Status { get; }

        /// <summary>What is wrong with single fields of the request, and what would be right.</summary>
        public IReadOnlyList<FieldProblem> Errors { get; }

        /// <summary>How long the server asked to wait, when it did.</summary>
        public TimeSpan? RetryAfter { get; internal set; }

        /// <summary>Whether the same call may succeed a moment later: no connection, 429, 502, 503, 504.</summary>
        internal bool IsTransient => this is UnavailableException || this is TooManyRequestsException;

        /// <summary>Whether the server may have done it all the same: only the answer is missing.</summary>
        internal bool MaybeDone { get; set; }
    }

    /// <summary>One wrong field of a request.</summary>
    public sealed class FieldProblem
    {
        /// <summary>Names the field and says what would be right.</summary>
        public FieldProblem(string path, string message)
        {
            Path = path;
            Message = message;
        }

        /// <summary>Where, such as <c>match.stake</c>.</summary>
        public string Path { get; }

        /// <summary>What would be right.</summary>
        public string Message { get; }
    }
}
