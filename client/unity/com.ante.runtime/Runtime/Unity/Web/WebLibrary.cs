#if UNITY_WEBGL && !UNITY_EDITOR
using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using AOT;
using UnityEngine;

namespace Ante.Unity
{
    /// <summary>Calls <c>AnteWeb.jslib</c>, and is called back by it.</summary>
    internal sealed class WebLibrary : IWebLibrary
    {
        // Static fields keep these alive: the page calls them as long as it lives.
        private static readonly Callback Answered = TakeAnswer;
        private static readonly Callback Happened = TakeEvent;
        private static readonly Dictionary<int, Action<string>> Answers = new Dictionary<int, Action<string>>();
        private static readonly Dictionary<int, Action<string>> Clients = new Dictionary<int, Action<string>>();
        private static int lastCall;

        private delegate void Callback(int number, IntPtr text);

        public int Open(string options, Action<string> happened)
        {
            var client = AnteWebOpen(options, Happened);
            if (client != 0) Clients[client] = happened;
            return client;
        }

        public void Call(int client, string method, string arguments, Action<string> answered)
        {
            Answers[++lastCall] = answered;
            AnteWebCall(client, lastCall, method, arguments, Answered);
        }

        public void Close(int client)
        {
            Clients.Remove(client);
            AnteWebClose(client);
        }

        [DllImport("__Internal")]
        private static extern int AnteWebOpen(string options, Callback happened);

        [DllImport("__Internal")]
        private static extern void AnteWebCall(int client, int call, string method, string arguments, Callback answered);

        [DllImport("__Internal")]
        private static extern void AnteWebClose(int client);

        [MonoPInvokeCallback(typeof(Callback))]
        private static void TakeAnswer(int call, IntPtr text)
        {
            try
            {
                var answered = Answers[call];
                Answers.Remove(call);
                answered(Marshal.PtrToStringUTF8(text) ?? "");
            }
            catch (Exception failure)
            {
                Debug.LogException(failure);
            }
        }

        [MonoPInvokeCallback(typeof(Callback))]
        private static void TakeEvent(int client, IntPtr text)
        {
            try
            {
                if (Clients.TryGetValue(client, out var happened)) happened(Marshal.PtrToStringUTF8(text) ?? "");
            }
            catch (Exception failure)
            {
                Debug.LogException(failure);
            }
        }
    }
}
#endif
