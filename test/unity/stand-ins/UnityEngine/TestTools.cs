using System;

namespace UnityEngine.TestTools
{
    /// <summary>A test that is a coroutine.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public class UnityTestAttribute : Attribute
    {
    }
}
